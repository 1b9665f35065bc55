"""How fast specifications are checked: a catalogue of 2,000, again with the cache, and one file.

Run with ``python -m benchmarks.bench_check``. Programs are started as a user starts them; of each the least of
some runs counts, in seconds: by the clock, and of all processors together, which on a busy machine is the
truer figure. They find their bytecode compiled, as an installed program does. The floor is what PyYAML's C
parser alone takes for the same texts.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

import yaml

from benchmarks.catalogue import SHIPPED, write_catalogue
from engine.graph.build import build
from engine.graph.calendar_findings import find_misses
from engine.graph.flaws import find_flaws
from engine.graph.structure import find_structure, unreachable_nodes
from engine.graph.time_findings import find_times
from engine.graph.timeproof import prove_time
from engine.services.counting_calendars import CountingCalendars
from engine.services.spec_files import spec_files
from engine.specs.loader import Loaded, load
from engine.specs.procedures import Procedure
from engine.specs.references import Surroundings, check_document
from engine.specs.source import read

PROCEDURES = 2000
ROUNDS = 3
_ONE_FILE = SHIPPED / "procedures" / "youth" / "2.001717.yaml"
_CONDITIONS = SHIPPED / "procedures" / "archives" / "1.013932.conditional.yaml"


def main() -> None:
    """Print what users wait for, the floor, and where the time goes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        catalogue, cache = folder / "catalogue", folder / "cache"
        # Programs started from here find their bytecode from the second time on, wherever this runs.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        write_catalogue(catalogue, PROCEDURES)
        texts = [(file, file.read_bytes()) for file in spec_files([catalogue])]
        floor = min(_seconds(lambda: _parse(texts)) for _ in range(ROUNDS))
        print(f"{len(texts)} files, {sum(len(text) for _, text in texts) / 1e6:.1f} MB, ", end="")
        print(f"{os.cpu_count()} processors; the floor, YAML alone: {floor:.2f} s\n")
        print(f"{'':34} {'clock':>7} {'processors':>11} {'× floor':>8}")
        kept = ("check", str(catalogue), "--cache-dir", str(cache))
        _tell("catalogue, nothing remembered", floor, "check", str(catalogue), "--no-cache")
        _run(*kept)
        _tell("catalogue, everything remembered", floor, *kept)
        (catalogue / "procedures" / "new.yaml").write_bytes(_ONE_FILE.read_bytes())
        _tell("the same and one new file", floor, *kept, rounds=1)
        _tell("one file", floor, "check", str(_ONE_FILE), "--no-cache")
        _tell("one file with conditions", floor, "check", str(_CONDITIONS), "--no-cache")
        _tell("one file, remembered", floor, "check", str(_ONE_FILE), "--cache-dir", str(cache))
        _tell("help", floor, "--help")
        print("\nWhere the time goes, in one process:")
        for phase, seconds in _phases(texts).items():
            print(f"{phase:34} {seconds:7.2f} {'':11} {seconds / floor:8.1f}")


def _parse(texts: Iterable[tuple[Path, bytes]]) -> None:
    for _, text in texts:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass


def _tell(what: str, floor: float, *arguments: str, rounds: int = ROUNDS) -> None:
    runs = [_run(*arguments) for _ in range(rounds)]
    clock, processors = (min(each) for each in zip(*runs, strict=True))
    print(f"{what:34} {clock:7.2f} {processors:11.2f} {processors / floor:8.2f}")


def _run(*arguments: str) -> tuple[float, float]:
    """Return how long the program took by the clock, and of all processors."""
    before, begun = os.times(), time.perf_counter()
    program = Path(sys.executable).with_name("motcua")
    code = Popen([program, *arguments], stdout=DEVNULL).wait()  # noqa: S603 - what it runs is ours
    clock, after = time.perf_counter() - begun, os.times()
    assert code in (0, 1), f"motcua {arguments} ended with {code}"
    used = after.children_user + after.children_system
    return clock, used - before.children_user - before.children_system


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


class _Stopwatch:
    """Adds up the time of the processor that each phase takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, phase: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        taken = time.process_time() - begun
        self.seconds[phase] = self.seconds.get(phase, 0.0) + taken


def _phases(texts: Iterable[tuple[Path, bytes]]) -> dict[str, float]:
    watch = _Stopwatch()
    documents = []
    for file, text in texts:
        with watch.on("text to values and places"):
            read(text, file)
        with watch.on("the same, and values to models"):
            documents.append(load(text, file))
    surroundings = Surroundings.among(each.document for each in documents)
    calendars = CountingCalendars(documents)
    for each in documents:
        with watch.on("names"):
            list(check_document(each, surroundings))
        if isinstance(each.document, Procedure):
            _prove(each, each.document, calendars, watch)
    return watch.seconds


def _prove(
    loaded: Loaded, procedure: Procedure, calendars: CountingCalendars, watch: _Stopwatch
) -> None:
    first = max(procedure.effective.valid_from, date(2025, 1, 1))
    with watch.on("net"):
        net = build(procedure)
    if net.left_out:
        return
    with watch.on("structure"):
        find_structure(net, loaded.source)
    with watch.on("soundness"):
        list(find_flaws(net, loaded.source, unreachable=unreachable_nodes(net)))
    with watch.on("sums of limits"):
        proof = prove_time(net)
        list(find_times(net, proof, loaded.source))
    with watch.on("limits on the calendar"):
        calendar = calendars.find(procedure)
        if calendar is not None:
            list(find_misses(net, proof, loaded.source, calendar, first))


if __name__ == "__main__":
    main()
