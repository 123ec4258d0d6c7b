"""The shipped tables, read once; ``decide`` asks one of them in the words of the work process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.decisions import Decisions, read_decisions

TABLES = Path(__file__).parents[2] / "dmn"
BOTH = (True, False)


@pytest.fixture(scope="session")
def shipped() -> Decisions:
    return read_decisions({f"dmn/{path.name}": path.read_bytes() for path in sorted(TABLES.glob("*.dmn"))})


@pytest.fixture(scope="session")
def decide(shipped: Decisions) -> Callable[..., Any]:
    """``decide("recidive", betalingsregeling="geen", …)`` gives the outputs, numbers as int."""

    def ask(name: str, **facts: Any) -> Any:
        return plain(shipped.evaluate(name, {key: _number(value) for key, value in facts.items()}).outputs)

    return ask


@pytest.fixture(scope="session")
def rows(shipped: Decisions) -> Callable[..., list[dict[str, Any]]]:
    """The rows that a COLLECT table with several outputs gives."""

    def ask(name: str, **facts: Any) -> list[dict[str, Any]]:
        value = shipped.evaluate(name, {key: _number(value) for key, value in facts.items()}).value
        return [dict(row) for row in plain(value) or []]

    return ask


@pytest.fixture(scope="session")
def combinations() -> Callable[..., Iterator[dict[str, Any]]]:
    """Every combination of the values given by name."""

    def every(**values: Any) -> Iterator[dict[str, Any]]:
        for chosen in product(*values.values()):
            yield dict(zip(values, chosen, strict=True))

    return every


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
