"""``python -m tests.fuzz TARGET --minutes 10``: fuzz one target, guided by what it reaches of ``engine``.

What fails is made shorter and kept in ``tests/fuzz/kept``, where ``make test`` runs it again for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_KEPT = Path(__file__).parent / "kept"
_LONGEST_INPUT = {"loader": 4096, "conditions": 600, "compiler": 200}


def main() -> int:
    """Fuzz a target and say what came of it; 1 where an input failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=sorted(_LONGEST_INPUT))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside is not None:
        _fuzz(chosen.target, chosen.inside, chosen.minutes)
        return 0
    with tempfile.TemporaryDirectory(prefix="motcua-fuzz-") as folder:
        return _watched(chosen.target, chosen.minutes, Path(folder))


def _watched(target: str, minutes: float, folder: Path) -> int:
    """Fuzz in a process of its own, because a crash may take the process with it."""
    command = [sys.executable, "-m", "tests.fuzz", target, "--minutes", str(minutes)]
    done = subprocess.run(
        [*command, "--inside", str(folder)], stderr=subprocess.PIPE, text=True, errors="replace"
    )
    said = done.stderr
    print(f"{target}: {_figures(said)}")  # noqa: T201
    failed = sorted(folder.glob("failed-*"))
    for path in failed:
        print(_keep(target, path.read_bytes()))  # noqa: T201
    if failed or done.returncode:
        print(said[-4_000:])  # noqa: T201
    return 1 if failed or done.returncode else 0


def _figures(said: str) -> str:
    def last(pattern: str) -> str:
        found = re.findall(pattern, said)
        return found[-1] if found else "?"

    return (
        f"{last(r'number_of_executed_units: +([0-9]+)')} executions, "
        f"{last(r'average_exec_per_sec: +([0-9]+)')} each second, "
        f"{last(r'cov: ([0-9]+)')} edges reached ({last(r'ft: ([0-9]+)')} features), "
        f"{last(r'corp: ([0-9]+)')} inputs kept in the run, "
        f"peak {last(r'peak_rss_mb: +([0-9]+)')} MB"
    )


def _keep(target: str, data: bytes) -> str:
    from tests.fuzz.minimise import failure_of, shortest
    from tests.fuzz.targets import TARGETS

    if failure_of(TARGETS[target], data) is None:
        return f"not failing without the fuzzer's counters, which cost time: {data[:80]!r}"
    small = shortest(TARGETS[target], data)
    path = _KEPT / target / hashlib.sha256(small).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small)
    return f"kept {path}: {failure_of(TARGETS[target], small)}"


def _fuzz(target: str, folder: Path, minutes: float) -> None:
    import atheris

    with atheris.instrument_imports(include=["engine"]):
        from tests.fuzz.guard import MOST_MEMORY, run
        from tests.fuzz.targets import TARGETS, seeds
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    options = [
        f"-max_total_time={int(minutes * 60)}",
        f"-max_len={_LONGEST_INPUT[target]}",
        f"-artifact_prefix={folder}/failed-",
        f"-rss_limit_mb={MOST_MEMORY}",
        # Only for what Python cannot interrupt; the guard counts processor time.
        "-timeout=30",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        [sys.argv[0], *options, str(corpus)],
        lambda data: run(TARGETS[target], data),
        enable_python_coverage=True,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
