"""The seam: its stub, its options and its schema agree with the core."""

import ast
import inspect
import json
from pathlib import Path

import pytest

import warta
from warta import _core

STUB = Path(warta.__file__).with_name("_core.pyi")


def test_the_stub_names_what_the_module_has() -> None:
    names = set()
    parameters = {}
    for node in ast.parse(STUB.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
            parameters[node.name] = [argument.arg for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            names.add(node.name)
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            made = getattr(_core, node.name)
            assert {each.name for each in methods} == {name for name in dir(made) if name[:2] != "__"}
            for each in methods:
                expected = [argument.arg for argument in each.args.args]
                assert list(inspect.signature(getattr(made, each.name)).parameters) == expected
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    assert names == {name for name in dir(_core) if not name.startswith("__")}
    for name, expected in parameters.items():
        assert list(inspect.signature(getattr(_core, name)).parameters) == expected


def test_options_have_the_core_s_names_and_defaults() -> None:
    assert json.loads(_core.default_options()) == warta.Options().as_dict()


def test_the_schema_s_name_is_the_core_s() -> None:
    assert warta.Article().schema == _core.SCHEMA


def test_wrong_options_are_refused_by_the_core_too() -> None:
    with pytest.raises(ValueError, match="unknown field"):
        _core.read_batch([(b"", '{"nope": 1}', None, [])])
