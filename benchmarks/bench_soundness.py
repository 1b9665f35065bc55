"""How fast soundness is decided, by size, by width and by fault.

Run with ``python -m benchmarks.bench_soundness``. Times are of the processor, in milliseconds; where pm4py
can be imported, its own check (WOFLAN, 5 seconds at most for each net) stands beside ours for a few small nets.
pm4py is no dependency (see README.md).
"""

from __future__ import annotations

import importlib.util
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.graph.build import build
from engine.graph.petri import WorkflowNet, to_workflow_net
from engine.graph.soundness import check_soundness
from engine.specs.loader import load_folder
from engine.specs.procedures import Procedure
from tests.support.workflow_nets import FAULTS, a_large_net, a_wide_net

NETS = 30
SIZES = (10, 20, 40, 80, 160, 320, 640)
WIDTHS = ((5, 5), (10, 10), (20, 10), (40, 10))
SMALL_ENOUGH_FOR_OTHERS = 10
NETS_FOR_OTHERS = 10
SECONDS_FOR_OTHERS = 5

Make = Callable[[random.Random, str], WorkflowNet]
Check = Callable[[WorkflowNet], object]


def main() -> None:
    """Print median, 95th percentile and maximum for each family of nets, sound and unsound."""
    other = _pm4py()
    print(f"{'nets':22} {'fault':20} {'median':>8} {'p95':>8} {'max':>8}  kinds")
    shipped = [to_workflow_net(build(procedure)) for procedure in _shipped()]
    _measure(f"{len(shipped)} shipped procedures", "none", shipped)
    if other is not None:
        few = shipped[:: len(shipped) // NETS_FOR_OTHERS][:NETS_FOR_OTHERS]
        _beside("shipped procedures", few, other)
    for size in SIZES:
        _family(f"{size} transitions", lambda chance, fault, n=size: a_large_net(chance, n, fault))
        if other is not None and size <= SMALL_ENOUGH_FOR_OTHERS:
            few = [
                a_large_net(random.Random(seed), size, "none") for seed in range(NETS_FOR_OTHERS)
            ]
            _beside(f"{size} transitions", few, other)
    for width, length in WIDTHS:
        for straight in (True, False):
            _family(
                f"{width} × {length} {'steps' if straight else 'blocks'}",
                lambda chance, fault, w=width, n=length, s=straight: a_wide_net(
                    chance, w, n, fault, straight=s
                ),
            )


def _family(name: str, make: Make) -> None:
    for fault in FAULTS:
        _measure(name, fault, [make(random.Random(seed), fault) for seed in range(NETS)])


def _measure(name: str, fault: str, nets: list[WorkflowNet]) -> None:
    kinds = sorted({check_soundness(net).kind for net in nets})
    _print(name, fault, _milliseconds(check_soundness, nets), ", ".join(kinds))


def _shipped() -> Iterator[Procedure]:
    """Iterate over the procedures that come with the product."""
    for found in load_folder(Path(__file__).parent.parent / "procedure_specs"):
        if isinstance(found.document, Procedure):
            yield found.document


def _beside(name: str, nets: list[WorkflowNet], other: Check) -> None:
    unfinished: list[WorkflowNet] = []

    def bounded(net: WorkflowNet) -> None:
        signal.setitimer(signal.ITIMER_PROF, SECONDS_FOR_OTHERS)
        try:
            other(net)
        except TimeoutError:
            unfinished.append(net)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    signal.signal(signal.SIGPROF, _time_is_up)
    taken = _milliseconds(bounded, nets)
    _print(name, "none (pm4py)", taken, f"{len(unfinished)} of {len(nets)} given up")


def _time_is_up(*_: object) -> None:
    raise TimeoutError


def _milliseconds(check: Check, nets: list[WorkflowNet]) -> list[float]:
    taken = []
    for net in nets:
        begun = time.process_time()
        check(net)
        taken.append((time.process_time() - begun) * 1000)
    return sorted(taken)


def _print(name: str, fault: str, taken: list[float], kinds: str) -> None:
    median, p95, longest = taken[len(taken) // 2], taken[len(taken) * 95 // 100], taken[-1]
    print(f"{name:22} {fault:20} {median:8.2f} {p95:8.2f} {longest:8.2f}  {kinds}")


def _pm4py() -> Check | None:
    """Return pm4py's check of a net, if it is installed."""
    if importlib.util.find_spec("pm4py") is None:
        return None
    from pm4py.algo.analysis.woflan import algorithm as woflan
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    def check(net: WorkflowNet) -> object:
        theirs = PetriNet(net.source)
        places = {name: PetriNet.Place(name) for name in net.places}
        theirs.places.update(places.values())
        for made in net.transitions:
            transition = PetriNet.Transition(made.name, made.name)
            theirs.transitions.add(transition)
            for place in made.inputs:
                add_arc_from_to(places[place], transition, theirs)
            for place in made.outputs:
                add_arc_from_to(transition, places[place], theirs)
        begin, end = Marking({places[net.source]: 1}), Marking({places[net.sink]: 1})
        parameters = {"print_diagnostics": False, "return_asap_when_not_sound": True}
        return woflan.apply(theirs, begin, end, parameters=parameters)

    return check


if __name__ == "__main__":
    main()
