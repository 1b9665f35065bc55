"""``check --fix``: writes the corrections that cannot be wrong, and says which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.cli.files import write
from engine.cli.findings import concise
from engine.cli.speech import complain, language
from engine.graph.check import check_procedure
from engine.messages import message
from engine.services.spec_files import spec_files
from engine.specs.corrections import corrected
from engine.specs.findings import Finding
from engine.specs.idle_acceptances import without_acceptances
from engine.specs.loader import load, load_file
from engine.specs.procedures import Procedure

_IDLE = "MC309"


def fix_files(paths: Iterable[Path]) -> None:
    """Correct the files in place; what is told goes to standard error, beside the findings left."""
    for file in spec_files(paths):
        found = load_file(file)
        text, gone = found.text, list[Finding]()
        if found.findings:
            result = corrected(text, file)
            text, gone = result.text, [*result.gone]
        text, idle = _without_idle(text, file)
        gone += idle
        if gone:
            write(file, text)
        for finding in gone:
            complain(message("Corrected: {finding}", finding=concise(finding, language())))


def _without_idle(text: bytes, file: Path) -> tuple[bytes, list[Finding]]:
    """Return a text without entries of `accept:` that silence nothing, and what was found on them."""
    before = _findings(text, file)
    idle = [each for each in before if each.code == _IDLE]
    if not idle:
        return text, []
    codes = {str(each.message.params["code"]) for each in idle}
    attempt = without_acceptances(text.decode("utf-8-sig"), codes).encode()
    left = [each.code for each in _findings(attempt, file)]
    if attempt == text or left != [each.code for each in before if each.code != _IDLE]:
        return text, []
    return attempt, idle


def _findings(text: bytes, file: Path) -> list[Finding]:
    loaded = load(text, file)
    if not isinstance(loaded.document, Procedure):
        return []
    return check_procedure(loaded.document, loaded.source)[1]
