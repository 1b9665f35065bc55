"""``check --fix``: writes the corrections that cannot be wrong, and says which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.cli.files import write
from engine.cli.findings import concise
from engine.cli.speech import complain, language
from engine.messages import message
from engine.services.spec_files import spec_files
from engine.specs.corrections import corrected
from engine.specs.loader import load_file


def fix_files(paths: Iterable[Path]) -> None:
    """Correct the files in place; what is told goes to standard error, beside the findings left."""
    for file in spec_files(paths):
        found = load_file(file)
        if not found.findings:
            continue
        result = corrected(found.text, file)
        if result.gone:
            write(file, result.text)
        for finding in result.gone:
            complain(message("Corrected: {finding}", finding=concise(finding, language())))
