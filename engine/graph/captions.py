"""What a picture of a net says: the words in its boxes, on its edges and over its lanes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.graph.conventions import EXPIRED
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.messages import Label, Language, Message, message
from engine.specs.outcomes import ClockEffect
from engine.specs.performers import Performer

Render = Callable[[Message, Language], str]
"""Puts a message into a language: ``engine.catalogue.render``, which pure floors may not import."""

AUTOMATIC = "+automatic"
OUTSIDE = "+outside"
"""Lanes without a unit role: what the program does itself; waits, and ends off the main road."""

_LANES: dict[str, Message] = {
    AUTOMATIC: message("Automatic"),
    OUTSIDE: message("Waits and other endings"),
}
_CLOCKS: dict[ClockEffect, Message] = {
    "stop": message("the clock stands still"),
    "run": message("the clock goes on"),
    "restart": message("the clock starts again"),
}


@dataclass(frozen=True, slots=True)
class Caption:
    """The words in one box: its name, then smaller lines, then the time limit."""

    name: str
    details: tuple[str, ...] = ()
    limit: str | None = None

    def __str__(self) -> str:
        return " · ".join((self.name, *self.details, *([self.limit] if self.limit else [])))


@dataclass(frozen=True)
class Captions:
    """The words of one picture, in one language.

    Attributes:
        role_names: names of unit roles, for the lanes; a role without one shows its key.
        position_names: names of positions, for the boxes.
        limits: whether boxes show time limits.
    """

    net: ProcedureNet
    language: Language
    render: Render
    role_names: Mapping[str, Label] = field(default_factory=dict)
    position_names: Mapping[str, Label] = field(default_factory=dict)
    limits: bool = True

    def say(self, text: Message) -> str:
        """Return a message in the language of the picture."""
        return self.render(text, self.language)

    def lane(self, key: str) -> str:
        """Return the name of a lane."""
        if key in _LANES:
            return self.say(_LANES[key])
        return self._named(key, self.role_names)

    def box(self, node: Node) -> Caption:
        """Return the words in the box of a node; splits and joins are bars without any."""
        name = f"{self._number(node)}{node.label.in_language(self.language)}"
        details = self._clock(node) if node.kind is NodeKind.WAIT else self._who(node)
        return Caption(name, details, self._limit(node))

    def edge(self, transition: Transition) -> str | None:
        """Return what stands on an edge: the outcome, where its source has more than one way out.

        Behind a join that goes on early it is what the join waits for. An answer has no name, but the
        ways a linked dossier can end have.
        """
        source = self.net.node(transition.source)
        answers = source.kind is NodeKind.WAIT and source.starts is None
        if answers and transition.outcome != EXPIRED:
            return None
        if source.kind is NodeKind.JOIN and self.net.goes_on_early(source.key):
            return source.label.in_language(self.language)
        if source.kind is NodeKind.SPLIT and transition.when is None:
            return None
        if len(self.net.leaving(source.key)) < 2:
            return None
        return transition.label.in_language(self.language)

    def _named(self, key: str, names: Mapping[str, Label]) -> str:
        return names[key].in_language(self.language) if key in names else key

    def _number(self, node: Node) -> str:
        """Return the row number printed in the decision, where the author gave one."""
        step = self.net.procedure.steps.get(node.key)
        return f"{step.ref}. " if step is not None and step.ref else ""

    def _who(self, node: Node) -> tuple[str, ...]:
        if node.performer is None:
            return ()
        who = [self._named(node.performer.position, self.position_names)]
        if node.for_each is not None:
            who.append(self.say(message("one work item per unit")))
        if node.participants:
            others = ", ".join(self._participant(each) for each in node.participants)
            who.append(self.say(message("taking part: {others}", others=others)))
        if node.after_result:
            who.append(self.say(message("after the result")))
        return (*who, *self._appointments(node))

    def _participant(self, performer: Performer) -> str:
        position = self._named(performer.position, self.position_names)
        return f"{position} – {self._named(performer.role, self.role_names)}"

    def _appointments(self, node: Node) -> tuple[str, ...]:
        """Return the appointments that begin with a node."""
        if not self.limits:
            return ()
        return tuple(
            self.say(
                message(
                    "{name} begins: {limit}",
                    name=appointment.label or Label(name),
                    limit=appointment.limit.in_words(self.language),
                )
            )
            for name, appointment in self.net.procedure.appointments.items()
            if appointment.first_step == node.key
        )

    def _clock(self, node: Node) -> tuple[str, ...]:
        if node.clock_effect is None or not self.limits:
            return ()
        return (self.say(_CLOCKS[node.clock_effect]),)

    def _limit(self, node: Node) -> str | None:
        if not self.limits:
            return None
        if node.expiry is not None:
            limit = node.expiry.after.in_words(self.language)
            return self.say(message("at most {limit}", limit=limit))
        if node.due is not None:
            return node.due.in_words(self.language)
        if node.limit is not None:
            return node.limit.in_words(self.language)
        shared = self.net.procedure.groups.get(node.group) if node.group else None
        if shared is None:
            return None
        return self.say(
            message("{limit} for the group", limit=shared.limit.in_words(self.language))
        )
