"""What is fuzzed: each target takes any bytes and must return, whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from pydantic_core import PydanticCustomError

from engine.services.checking import Judge
from engine.specs.conditions import Condition
from engine.specs.formatting import formatted
from engine.specs.loader import load, load_folder
from engine.specs.procedures import Procedure
from engine.specs.rules import RULES
from tests.fuzz.choices import Choices
from tests.fuzz.documents import CONDITIONS, a_document, a_document_with
from tests.support.catalogues import ROOT

Target = Callable[[bytes], None]
_FILE = Path("fuzz.yaml")
_SPECS = ROOT / "procedure_specs"


def loader(data: bytes) -> None:
    """Load any bytes as a specification, and put what can be read into the one layout."""
    loaded = load(data, _FILE)
    assert loaded.document is not None or loaded.findings, "refused without saying why"
    made = formatted(data, _FILE)
    if made.text is not None:
        again = formatted(made.text.encode(), _FILE)
        assert again.text == made.text, "a layout that is not the same the second time"


def conditions(data: bytes) -> None:
    """Read lines as conditions, judge them as the alternatives of a choice, and decide dossiers by them."""
    values, _, lines = data.partition(b"\n")
    texts = lines.decode("utf-8", "replace").split("\n")[:6]
    read = [each for each in map(_condition, texts) if each is not None]
    choices = Choices(values)
    dossiers = [_a_dossier(choices) for _ in range(3)]
    for condition in read:
        for dossier in dossiers:
            assert condition.holds({"dossier": dossier}) in {True, False}
    _judge_all(a_document_with(texts))


def compiler(data: bytes) -> None:
    """Let the bytes decide a procedure, and check it with everything: form, names, soundness, time."""
    _judge_all(a_document(data))


TARGETS: dict[str, Target] = {each.__name__: each for each in (loader, conditions, compiler)}


def seeds(target: str) -> Iterator[bytes]:
    """Yield inputs to begin from: what is shipped, and what the rules show as wrong."""
    texts = [path.read_bytes() for path in sorted(_SPECS.rglob("*.yaml"))]
    match target:
        case "loader":
            from tests.unit.specs.test_hostile_input import HOSTILE

            yield from texts
            yield from (rule.example.encode() for rule in RULES.values() if rule.example)
            for text, _ in HOSTILE.values():
                raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
                yield raw[:2_000]
        case "conditions":
            yield b"\3\2\1\n" + "\n".join(CONDITIONS[:5]).encode()
            yield b"\1\4\0\n" + "\n".join(CONDITIONS[5:]).encode()
            for loaded in load_folder(_SPECS):
                if isinstance(loaded.document, Procedure):
                    for step in loaded.document.steps.values():
                        written = [str(each.when) for each in step.choose or () if each.when]
                        yield b"\0\1\2\n" + "\n".join(written).encode()
        case _:
            yield from (
                bytes((number,)) * length for number in range(0, 256, 5) for length in (3, 40)
            )


def _condition(text: str) -> Condition | None:
    try:
        return Condition.parse(text)
    except PydanticCustomError:
        return None


def _a_dossier(choices: Choices) -> dict[str, object]:
    possible: dict[str, tuple[object, ...]] = {
        "money": (0, 5, -1, 10**18, 2**63, 0.5, 1e300, None),
        "kind": ("a", "b", "", None),
        "units": ((), ("a",), ["a", "b"], None),
        "ready": (True, False, None),
        "name": ("", "Đặng", "x" * 100, 7),
    }
    return {name: choices.one_of(values) for name, values in possible.items() if choices.number(5)}


@cache
def _judge_of_the_shipped() -> Judge:
    folders = (_SPECS / "organisation", _SPECS / "calendars")
    return Judge([each for folder in folders for each in load_folder(folder)])


def _judge_all(text: str) -> None:
    loaded = load(text, _FILE)
    assert loaded.document is not None or loaded.findings, "refused without saying why"
    judgement = _judge_of_the_shipped().judge(loaded)
    assert all(str(each) for each in judgement.findings)
