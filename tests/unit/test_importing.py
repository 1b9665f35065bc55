"""Modules that are imported without their packages, and packages that are whole afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing import import_alone
from tests.support.command_line import python

_ALONE = """
import sys
from engine.importing import import_alone
module = import_alone({module!r})
assert {package!r} not in sys.modules and {heavy!r} not in sys.modules, sorted(sys.modules)
import {package}
assert {heavy!r} in sys.modules
assert sys.modules[{module!r}] is module is import_alone({module!r})
assert {package}.{name}
"""


@pytest.mark.parametrize(
    ("module", "package", "heavy", "name"),
    [
        ("cel.cel", "cel", "cel.cli", "evaluate"),
        ("holidays.countries.vietnam", "holidays.countries", "holidays.countries.aruba", "Aruba"),
    ],
)
def test_a_module_comes_alone_and_its_package_when_it_is_wanted(
    tmp_path: Path, module: str, package: str, heavy: str, name: str
) -> None:
    code = _ALONE.format(module=module, package=package, heavy=heavy, name=name)
    done = python(code, Path(__file__).parents[2])
    assert done.code == 0, done.err


def test_a_module_that_does_not_exist_is_not_imported() -> None:
    with pytest.raises(ImportError):
        import_alone("cel.nothing")
    with pytest.raises(ImportError):
        import_alone("nothing.at_all")
    with pytest.raises(ImportError):
        import_alone("email.nothing")
