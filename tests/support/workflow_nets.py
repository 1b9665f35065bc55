"""Random workflow nets: composed of sound blocks, with faults planted in them, or wired at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from engine.graph.petri import PetriTransition, WorkflowNet

Arcs = tuple[tuple[str, ...], tuple[str, ...]]


class Blocks:
    """Writes sound free-choice nets as blocks within blocks, from one place to another."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.arcs: list[Arcs] = []
        self._places = 0

    def place(self) -> str:
        self._places += 1
        return f"p{self._places}"

    def link(self, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        self.arcs.append((tuple(inputs), tuple(outputs)))

    def block(self, entry: str, leave: str, size: int) -> None:
        """Write a sound block of about ``size`` transitions from ``entry`` to ``leave``."""
        if size <= 1:
            return self.link([entry], [leave])
        kinds = [self.sequence, self.sequence, self.choice, self.parallel, self.repeat, self.bridge]
        return self.chance.choice(kinds)(entry, leave, size)

    def sequence(self, entry: str, leave: str, size: int) -> None:
        first = self.chance.randint(1, size - 1)
        between = self.place()
        self.block(entry, between, first)
        self.block(between, leave, size - first)

    def choice(self, entry: str, leave: str, size: int) -> None:
        first = self.chance.randint(1, size - 1)
        for part in (first, size - first):
            begin = self.place()
            self.link([entry], [begin])
            self.block(begin, leave, part - 1)

    def parallel(self, entry: str, leave: str, size: int) -> None:
        width = self.chance.randint(2, 3)
        begins, ends = ([self.place() for _ in range(width)] for _ in range(2))
        self.link([entry], begins)
        for begin, end in zip(begins, ends, strict=True):
            self.block(begin, end, (size - 2) // width)
        self.link(ends, [leave])

    def repeat(self, entry: str, leave: str, size: int) -> None:
        begin, end = self.place(), self.place()
        self.link([entry], [begin])
        self.block(begin, end, (size - 2) * 2 // 3)
        self.block(end, begin, (size - 2) // 3)
        self.link([end], [leave])

    def bridge(self, entry: str, leave: str, size: int) -> None:
        """Write two branches of which one waits for something the other has done."""
        left, right, told, ready, first, second = (self.place() for _ in range(6))
        middle = self.place()
        self.link([entry], [left, right])
        self.block(left, middle, (size - 4) // 2)
        self.link([middle], [told, first])
        self.block(right, ready, (size - 4) // 2)
        self.link([ready, told], [second])
        self.link([first, second], [leave])


def a_workflow_net(*transitions: str) -> WorkflowNet:
    """Return a net from lines such as ``t: i -> a b``; the source is ``i``, the sink is ``o``."""
    made = []
    for line in transitions:
        name, arcs = line.split(":")
        inputs, outputs = arcs.split("->")
        made.append(PetriTransition(name, tuple(inputs.split()), tuple(outputs.split())))
    places = dict.fromkeys(["i", *(p for t in made for p in (*t.inputs, *t.outputs)), "o"])
    return WorkflowNet(tuple(places), tuple(made), "i", "o")


def net_of(arcs: Sequence[Arcs]) -> WorkflowNet:
    """Return the net from ``i`` to ``o`` with one transition for each pair of inputs and outputs."""
    made = tuple(
        PetriTransition(f"t{n}", inputs, outputs) for n, (inputs, outputs) in enumerate(arcs)
    )
    inner = dict.fromkeys(p for t in made for p in (*t.inputs, *t.outputs) if p not in ("i", "o"))
    return WorkflowNet(("i", *inner, "o"), made, "i", "o")


def a_sound_net(chance: random.Random, size: int) -> WorkflowNet:
    """Return a sound net of about ``size`` transitions."""
    blocks = Blocks(chance)
    blocks.block("i", "o", size)
    return net_of(blocks.arcs)


def a_mutated_net(chance: random.Random, size: int) -> WorkflowNet:
    """Return a net of blocks with one to three changes, most of them faults."""
    blocks = Blocks(chance)
    blocks.block("i", "o", size)
    arcs = blocks.arcs
    for _ in range(chance.randint(1, 3)):
        chance.choice(_MUTATIONS)(chance, arcs)
    return net_of(arcs)


def _places(arcs: Sequence[Arcs]) -> list[str]:
    return list(dict.fromkeys(p for inputs, outputs in arcs for p in (*inputs, *outputs)))


def _swap_output(chance: random.Random, arcs: list[Arcs]) -> None:
    n = chance.randrange(len(arcs))
    inputs, outputs = arcs[n]
    target = chance.choice([p for p in _places(arcs) if p != "i"])
    arcs[n] = inputs, tuple(dict.fromkeys((*outputs[1:], target)))


def _add_output(chance: random.Random, arcs: list[Arcs]) -> None:
    n = chance.randrange(len(arcs))
    inputs, outputs = arcs[n]
    target = chance.choice([p for p in _places(arcs) if p != "i"])
    arcs[n] = inputs, tuple(dict.fromkeys((*outputs, target)))


def _drop_output(chance: random.Random, arcs: list[Arcs]) -> None:
    wide = [n for n, (_, outputs) in enumerate(arcs) if len(outputs) > 1]
    if wide:
        n = chance.choice(wide)
        arcs[n] = arcs[n][0], arcs[n][1][1:]


def _split_join(chance: random.Random, arcs: list[Arcs]) -> None:
    """Make one transition for each input out of a join: parallel work meets as if it were a choice."""
    wide = [n for n, (inputs, _) in enumerate(arcs) if len(inputs) > 1]
    if wide:
        inputs, outputs = arcs.pop(chance.choice(wide))
        arcs.extend(((place,), outputs) for place in inputs)


def _split_fork(chance: random.Random, arcs: list[Arcs]) -> None:
    """Make one transition for each output out of a fork: a choice meets as if it were parallel work."""
    wide = [n for n, (_, outputs) in enumerate(arcs) if len(outputs) > 1]
    if wide:
        inputs, outputs = arcs.pop(chance.choice(wide))
        arcs.extend((inputs, (place,)) for place in outputs)


def _jump(chance: random.Random, arcs: list[Arcs]) -> None:
    places = _places(arcs)
    entry = chance.choice([p for p in places if p != "o"])
    arcs.append(((entry,), (chance.choice([p for p in places if p != "i"]),)))


def _drop(chance: random.Random, arcs: list[Arcs]) -> None:
    if len(arcs) > 1:
        arcs.pop(chance.randrange(len(arcs)))


_MUTATIONS: list[Callable[[random.Random, list[Arcs]], None]] = [
    _swap_output,
    _add_output,
    _drop_output,
    _split_join,
    _split_fork,
    _jump,
    _drop,
]


def a_wild_net(chance: random.Random) -> WorkflowNet:
    """Return a small net wired at random; arcs may be double and enter the source or leave the sink."""
    inner = [f"p{n}" for n in range(chance.randint(0, 6))]
    begins = ["i", *inner] if chance.random() < 0.9 else ["i", *inner, "o"]
    ends = [*inner, "o"] if chance.random() < 0.8 else ["i", *inner, "o"]
    arcs = [
        (_some(chance, begins, least=1), _some(chance, ends, least=1))
        for _ in range(chance.randint(1, 9))
    ]
    if chance.random() < 0.05:
        arcs.append((_some(chance, begins, least=0), _some(chance, ends, least=0)))
    return net_of(arcs)


def a_wild_free_choice_net(chance: random.Random, places: int) -> WorkflowNet:
    """Return a net wired at random in which transitions that share an input share all."""
    inner = [f"p{n}" for n in range(places)]
    chance.shuffle(inner)
    arcs: list[Arcs] = []
    rest = ["i", *inner]
    while rest:
        size = min(chance.choice([1, 1, 1, 2]), len(rest))
        cluster, rest = tuple(rest[:size]), rest[size:]
        for _ in range(chance.choice([1, 1, 2])):
            arcs.append((cluster, _some(chance, [*inner, "o"], least=1)))
    return net_of(arcs)


def _some(chance: random.Random, places: list[str], *, least: int) -> tuple[str, ...]:
    if chance.random() < 0.03:
        return tuple(chance.choices(places, k=2))
    size = max(least, min(chance.choice([0, 1, 1, 1, 1, 2, 2, 3]), len(places)))
    return tuple(chance.sample(places, size))


def _no_fault(blocks: Blocks, entry: str, leave: str) -> None:
    blocks.link([entry], [leave])


def _choice_into_join(blocks: Blocks, entry: str, leave: str) -> None:
    left, right = blocks.place(), blocks.place()
    blocks.link([entry], [left])
    blocks.link([entry], [right])
    blocks.link([left, right], [leave])


def _parallel_into_merge(blocks: Blocks, entry: str, leave: str) -> None:
    left, right = blocks.place(), blocks.place()
    blocks.link([entry], [left, right])
    blocks.link([left], [leave])
    blocks.link([right], [leave])


def _multiplying_loop(blocks: Blocks, entry: str, leave: str) -> None:
    more, begun, done = blocks.place(), blocks.place(), blocks.place()
    blocks.link([entry], [begun])
    blocks.link([begun], [begun, more])
    blocks.link([begun], [done])
    blocks.link([done, more], [leave])


def _endless_circle(blocks: Blocks, entry: str, leave: str) -> None:
    there, back = blocks.place(), blocks.place()
    blocks.link([entry], [leave])
    blocks.link([entry], [there])
    blocks.link([there], [back])
    blocks.link([back], [there])


def _never_entered(blocks: Blocks, entry: str, leave: str) -> None:
    never = blocks.place()
    blocks.link([entry], [leave])
    blocks.link([never], [leave])


FAULTS: dict[str, Callable[[Blocks, str, str], None]] = {
    "none": _no_fault,
    "choice into join": _choice_into_join,
    "parallel into merge": _parallel_into_merge,
    "multiplying loop": _multiplying_loop,
    "endless circle": _endless_circle,
    "never entered": _never_entered,
}


def a_large_net(chance: random.Random, size: int, fault: str) -> WorkflowNet:
    """Return a net of blocks with about ``size`` transitions and a fault somewhere inside."""
    blocks = Blocks(chance)
    blocks.block("i", "o", size)
    inputs, outputs = blocks.arcs.pop(chance.randrange(len(blocks.arcs)))
    before, after = blocks.place(), blocks.place()
    blocks.link(inputs, [before])
    FAULTS[fault](blocks, before, after)
    blocks.link([after], outputs)
    return net_of(blocks.arcs)


def a_wide_net(
    chance: random.Random, width: int, length: int, fault: str, *, straight: bool
) -> WorkflowNet:
    """Return ``width`` branches of ``length`` transitions, with a fault in one of them.

    Branches are sequences if they are ``straight``, and blocks otherwise.
    """
    bad = chance.randrange(width)
    faults = [fault if branch == bad else "none" for branch in range(width)]
    return _branches(chance, faults, length, _straight if straight else Blocks.block)


def a_faulty_branch_everywhere(
    chance: random.Random, width: int, length: int, fault: str
) -> WorkflowNet:
    """Return ``width`` branches of blocks of ``length`` transitions, each with a fault."""
    return _branches(chance, [fault] * width, length, Blocks.block)


def _branches(
    chance: random.Random,
    faults: Sequence[str],
    length: int,
    part: Callable[[Blocks, str, str, int], None],
) -> WorkflowNet:
    blocks = Blocks(chance)
    begins, ends = ([blocks.place() for _ in faults] for _ in range(2))
    blocks.link(["i"], begins)
    for fault, begin, end in zip(faults, begins, ends, strict=True):
        before, after = blocks.place(), blocks.place()
        part(blocks, begin, before, length // 2)
        FAULTS[fault](blocks, before, after)
        part(blocks, after, end, length - length // 2)
    blocks.link(ends, ["o"])
    return net_of(blocks.arcs)


def _straight(blocks: Blocks, entry: str, leave: str, size: int) -> None:
    for _ in range(size - 1):
        following = blocks.place()
        blocks.link([entry], [following])
        entry = following
    blocks.link([entry], [leave])
