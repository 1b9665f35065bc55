"""How fast soundness is decided, by size, by width and by fault, and at the median of whole collections.

Run with ``python -m benchmarks.bench_soundness``. Times are of the processor, in milliseconds, the
least of three. Beside each collection stands a floor: networkx asked whether every node lies on a path from
the source to the sink, on a graph that is made already. Where pm4py can be imported, its own check (WOFLAN,
5 seconds at most for each net) stands beside ours for a few small nets; pm4py is no dependency (see README.md).
"""

from __future__ import annotations

import gc
import importlib.util
import random
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import networkx as nx

from engine.graph.build import build
from engine.graph.petri import WorkflowNet, to_workflow_net
from engine.graph.soundness import check_soundness
from engine.specs.loader import load_folder
from engine.specs.procedures import Procedure
from tests.support.net_mixture import a_mixture
from tests.support.workflow_nets import FAULTS, a_large_net, a_wide_net

NETS = 30
REPEAT = 3
SIZES = (10, 20, 40, 80, 160, 320, 640)
WIDTHS = ((5, 5), (10, 10), (20, 10), (40, 10))
BIG = 160
"""Transitions from which on a net counts as big; so do all with a width of ten or more."""
SMALL_ENOUGH_FOR_OTHERS = 10
NETS_FOR_OTHERS = 10
SECONDS_FOR_OTHERS = 5

Make = Callable[[random.Random, str], WorkflowNet]
Check = Callable[[WorkflowNet], object]


def main() -> None:
    """Print median, 95th percentile and maximum for each family of nets, sound and unsound."""
    other = _pm4py()
    print(f"{'nets':28} {'fault':20} {'median':>8} {'p95':>8} {'max':>8}  kinds")
    shipped = [to_workflow_net(build(procedure)) for procedure in _shipped()]
    mixture = list(a_mixture(random.Random(1), part=4))
    big: dict[str, list[WorkflowNet]] = {fault: [] for fault in FAULTS}
    for name, make, counts_as_big in _families():
        for fault in FAULTS:
            nets = [make(random.Random(seed), fault) for seed in range(NETS)]
            big[fault] += nets if counts_as_big else ()
            _measure(name, fault, nets)
    faulty = [net for fault, nets in big.items() for net in nets if fault != "none"]
    _collection(f"{len(shipped)} shipped procedures", "none", shipped)
    _collection(f"{len(mixture)} of the tests' mixture", "some", mixture)
    _collection(f"{len(big['none'])} big nets", "none", big["none"])
    _collection(f"{len(faulty)} big nets", "one in each", faulty)
    if other is not None:
        few = shipped[:: len(shipped) // NETS_FOR_OTHERS][:NETS_FOR_OTHERS]
        _beside("shipped procedures", few, other)
        size = SMALL_ENOUGH_FOR_OTHERS
        few = [a_large_net(random.Random(seed), size, "none") for seed in range(NETS_FOR_OTHERS)]
        _beside(f"{size} transitions", few, other)


def _families() -> Iterator[tuple[str, Make, bool]]:
    """Iterate over families of nets: name, how one is made, whether it is big."""
    for size in SIZES:
        yield f"{size} transitions", partial(_large, size), size >= BIG
    for width, length in WIDTHS:
        for straight in (True, False):
            name = f"{width} × {length} {'steps' if straight else 'blocks'}"
            yield name, partial(_wide, width, length, straight), width >= 10


def _large(size: int, chance: random.Random, fault: str) -> WorkflowNet:
    return a_large_net(chance, size, fault)


def _wide(
    width: int, length: int, straight: bool, chance: random.Random, fault: str
) -> WorkflowNet:
    return a_wide_net(chance, width, length, fault, straight=straight)


def _collection(name: str, fault: str, nets: list[WorkflowNet]) -> None:
    """Print what a collection takes, and what a floor takes."""
    _measure(name, fault, nets)
    graphs = {id(net): _graph(net) for net in nets}
    taken = _milliseconds(lambda net: _on_a_path(graphs[id(net)]), nets)
    sizes = sorted(len(net.places) + len(net.transitions) for net in nets)
    nodes = f"{sizes[len(sizes) // 2]} nodes at the median, {sizes[-1]} at most"
    _print(name, "networkx, paths only", taken, nodes)


def _graph(net: WorkflowNet) -> nx.DiGraph[tuple[str, str]]:
    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    graph.add_nodes_from([("place", net.source), ("place", net.sink)])
    for made in net.transitions:
        graph.add_edges_from((("place", p), ("transition", made.name)) for p in made.inputs)
        graph.add_edges_from((("transition", made.name), ("place", p)) for p in made.outputs)
    graph.graph["ends"] = (("place", net.source), ("place", net.sink))
    return graph


def _on_a_path(graph: nx.DiGraph[tuple[str, str]]) -> bool:
    source, sink = graph.graph["ends"]
    return len(nx.descendants(graph, source) & nx.ancestors(graph, sink)) == len(graph) - 2


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
    taken = _milliseconds(bounded, nets, repeat=1)
    _print(name, "none (pm4py)", taken, f"{len(unfinished)} of {len(nets)} given up")


def _time_is_up(*_: object) -> None:
    raise TimeoutError


def _milliseconds(check: Check, nets: list[WorkflowNet], *, repeat: int = REPEAT) -> list[float]:
    """Return, in order of size, the least time of several that each net takes."""
    gc.collect()
    gc.freeze()  # or the collector would walk all the nets kept here, in the time of the one measured
    taken = [min(_once(check, net) for _ in range(repeat)) for net in nets]
    return sorted(taken)


def _once(check: Check, net: WorkflowNet) -> float:
    begun = time.process_time()
    check(net)
    return (time.process_time() - begun) * 1000


def _print(name: str, fault: str, taken: list[float], kinds: str) -> None:
    median, p95, longest = taken[len(taken) // 2], taken[len(taken) * 95 // 100], taken[-1]
    print(f"{name:28} {fault:20} {median:8.2f} {p95:8.2f} {longest:8.2f}  {kinds}")


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
