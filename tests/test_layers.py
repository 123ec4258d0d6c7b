"""The house: imports go down only, one commit site, small rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from importlinter import cli
from importlinter.cli import EXIT_STATUS_SUCCESS

PACKAGE = Path(__file__).parents[1] / "phu_runtime"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
BROAD = {"engine/run.py": 2, "clock.py": 1}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        yield path.relative_to(PACKAGE).as_posix(), text, ast.parse(text)


def test_imports_go_down_only(monkeypatch: object) -> None:
    assert cli.lint_imports(config_filename=str(PACKAGE.parent / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_there_is_one_commit_site() -> None:
    found = [name for name, text, _ in modules() if ".commit()" in text and not name.startswith("migrations")]
    assert found == ["records/session.py"]


def test_no_module_is_longer_than_400_lines_and_no_function_than_50() -> None:
    long_modules = [name for name, text, _ in modules() if text.count("\n") > LONGEST_MODULE]
    long_functions = [
        f"{name}:{node.lineno} {node.name}"
        for name, _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        if not name.startswith("migrations")
    ]
    assert (long_modules, long_functions) == ([], [])


def test_everything_is_caught_only_at_the_engines_boundary_and_in_the_clocks_loop() -> None:
    found: dict[str, int] = {}
    for name, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or getattr(node.type, "id", "") == "Exception"):
                found[name] = found.get(name, 0) + 1
    assert found == BROAD
