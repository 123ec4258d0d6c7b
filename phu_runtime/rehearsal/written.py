"""A scenario as a file that ``read_scenarios`` reads and that people can go on with (scenarios/LEESMIJ.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from phu_runtime.calendar import AMSTERDAM
from phu_runtime.rehearsal.scenario import Scenario, Step

ONE_LINE = 1_000_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"0|[1-9]\d{0,14}")


class _Dumper(yaml.SafeDumper):
    """SafeDumper that keeps a text of several lines on one, so that it may stand between braces."""


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\n" in value or "\r" in value else None)


_Dumper.add_representer(str, _text)


def write_scenario(scenario: Scenario) -> bytes:
    """The YAML file; reading it gives the same case again."""
    start = {
        "datum": f"{scenario.at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}",
        "organisatie": scenario.organisation,
        **({"rol": scenario.role} if scenario.role else {}),
        "formulier": scenario.form,
        "antwoorden": dict(scenario.answers),
    }
    lines = [f"titel: {_flow(scenario.title)}", f"artikel: {_flow(scenario.article)}", "start:"]
    lines += [f"  {key}: {_flow(value)}" for key, value in start.items()]
    lines += _then(scenario.then, "  ")
    lines.append("stappen:" if scenario.steps else "stappen: []")
    for step in scenario.steps:
        lines.append(f"  - {step.kind}: {_flow(_body(step))}")
        lines += _then(step.then, "    ")
    return ("\n".join(lines) + "\n").encode()


def _body(step: Step) -> Any:
    if step.kind not in ("doet", "stuurt"):
        return step.what
    body = {"rol": step.role, "taak" if step.kind == "doet" else "gebeurtenis": step.what}
    return {**body, "antwoorden": dict(step.answers)} if step.answers else body


def _then(then: Mapping[str, Any], indent: str) -> Iterator[str]:
    if then:
        yield f"{indent}dan:"
        yield from (f"{indent}  {word}: {_flow(expected)}" for word, expected in then.items())


def _flow(value: Any) -> str:
    """``value`` on one line."""
    text = yaml.dump(_plain(value), Dumper=_Dumper, default_flow_style=True, width=ONE_LINE, allow_unicode=True, sort_keys=False)
    return str(text).strip().removesuffix("...").strip()


def _plain(value: Any) -> Any:
    """Whole numbers and days without quotation marks."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day(value)
    return value


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
