"""The mixture of small random nets on which the soundness check is compared with the definition."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from engine.graph.petri import WorkflowNet
from tests.support.workflow_nets import (
    a_mutated_net,
    a_sound_net,
    a_wild_free_choice_net,
    a_wild_net,
)

MIXTURE: dict[str, tuple[int, Callable[[random.Random], WorkflowNet]]] = {
    "sound blocks": (1000, lambda chance: a_sound_net(chance, chance.randint(1, 16))),
    "blocks with faults": (2000, lambda chance: a_mutated_net(chance, chance.randint(2, 16))),
    "free choice at random": (
        1000,
        lambda chance: a_wild_free_choice_net(chance, chance.randint(1, 8)),
    ),
    "wired at random": (1200, a_wild_net),
}
"""How many nets of each kind there are, and how one is made."""


def a_mixture(chance: random.Random, *, part: int = 1) -> Iterator[WorkflowNet]:
    """Iterate over the nets of the mixture, or over one ``part`` th of each kind."""
    for count, make in MIXTURE.values():
        for _ in range(count // part):
            yield make(chance)
