"""The public Python API is what its page says: the same names, the same signatures, loaded late."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from textwrap import dedent

import pytest

import engine
from tests.support.command_line import python
from tests.support.pages import ROOT, blocks

PAGE = ROOT / "docs" / "reference" / "python-api.md"
FUNCTIONS, ENGINE = (ast.parse(block.text) for block in blocks(PAGE))
HEAVY = ("sqlalchemy", "networkx", "pydantic", "fastapi", "prefect")


def signature(node: ast.AST) -> str:
    assert isinstance(node, ast.FunctionDef)
    assert node.returns is not None
    return f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"


def written(thing: object) -> ast.AST:
    source = inspect.getsource(inspect.unwrap(thing))  # type: ignore[arg-type]
    return ast.parse(dedent(source)).body[0]


def test_the_page_lists_every_public_name_and_no_other() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == engine.__all__


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(engine, name)
    assert inspect.getdoc(found)
    assert name in dir(engine)


def test_the_functions_are_those_of_the_page() -> None:
    functions = [name for name in engine.__all__ if inspect.isfunction(getattr(engine, name))]
    actual = {signature(written(getattr(engine, name))) for name in functions}
    assert actual == {signature(node) for node in FUNCTIONS.body}


def test_the_engine_has_the_methods_of_the_page() -> None:
    (shown,) = ENGINE.body
    assert isinstance(shown, ast.ClassDef)
    methods = inspect.getmembers(engine.Engine, inspect.isfunction)
    public = {signature(written(each)) for name, each in methods if not name.startswith("_")}
    assert public == {signature(node) for node in shown.body}


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    code = f"import sys, engine\nassert not set(sys.modules) & {set(HEAVY)!r}\nengine.compile_spec"
    done = python(code, ROOT)
    assert done.code == 0, done.err


def test_an_unknown_name_is_refused_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = engine.no_such_name
