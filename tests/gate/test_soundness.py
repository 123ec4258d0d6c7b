# ruff: noqa: E501 (flows, one a line)
"""Soundness: what blocks, what happens twice and what never happens is found, with the way to it; what is sound is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.engine import read_diagrams
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.gate import check_soundness
from tests.gate.small_release import Drawn, condition, task

ROOT = Path(__file__).parents[2]
BEGIN, END = {"begin": '<bpmn:startEvent id="begin"/>'}, {"eind": '<bpmn:endEvent id="eind"/>'}
TWO = {"a": task("a"), "b": task("b")}


def gateway(key: str, kind: str, default: str = "") -> str:
    return f'<bpmn:{kind}Gateway id="{key}"{f""" default="{default}" """ if default else ""}/>'


def between(split: str, join: str, **more: str) -> Drawn:
    """Two tasks between a split and a join of these kinds."""
    conditions = {"f2": condition("=schulden")} if split != "parallel" else {}
    flows = {"f1": ("begin", "s"), "f2": ("s", "a"), "f3": ("s", "b"), "f4": ("a", "j"), "f5": ("b", "j"), "f6": ("j", "na"), "f7": ("na", "eind")}
    nodes = {**BEGIN, "s": gateway("s", split, "f3" if split != "parallel" else ""), **TWO, "j": gateway("j", join), "na": task("na"), **END}
    return Drawn({**nodes, **more}, {key: (*ends, conditions.get(key, "")) for key, ends in flows.items()})


def found(drawn: Drawn, bound: int = 20_000) -> list[tuple[str, str]]:
    diagrams = read_diagrams({"bpmn/proef.bpmn": drawn.xml().encode()})
    return [(finding.element, finding.message) for finding in check_soundness(diagrams, bound=bound).findings]


@pytest.mark.parametrize("kind", ["exclusive", "parallel", "inclusive"])
def test_what_comes_together_as_it_went_apart_is_sound(kind: str) -> None:
    assert found(between(kind, kind)) == []


def test_an_inclusive_join_waits_for_whatever_comes() -> None:
    assert found(between("parallel", "inclusive")) == []
    assert found(between("exclusive", "inclusive")) == []


def test_a_join_for_all_after_a_choice_for_one_blocks_and_the_way_to_it_is_told() -> None:
    ((element, message),) = found(between("exclusive", "parallel"))
    assert element == "j"
    assert "kan de casus blijven staan" in message
    assert "Zo komt het zover: begin → s" in message


def test_some_of_several_before_a_join_for_all_blocks() -> None:
    assert any("blijven staan" in message for _, message in found(between("inclusive", "parallel")))


def test_a_join_for_one_after_a_split_for_all_does_twice_what_follows() -> None:
    messages = [message for _, message in found(between("parallel", "exclusive"))]
    assert any("twee keer tegelijk" in message for message in messages)


def test_a_loop_without_a_way_out_is_found() -> None:
    flows: Mapping[str, tuple[str, str, str]] = {
        "f1": ("begin", "s", ""), "f2": ("s", "a", condition("=schulden")), "f3": ("s", "eind", ""), "f4": ("a", "b", ""), "f5": ("b", "j", ""),
        "f6": ("j", "na", ""), "f7": ("na", "j", ""),
    }  # fmt: skip
    drawn = Drawn({**BEGIN, "s": gateway("s", "exclusive", "f3"), **TWO, "j": gateway("j", "exclusive"), "na": task("na"), **END}, flows)
    assert any("nooit meer bij een einde" in message for _, message in found(drawn))


def test_what_lies_behind_a_blocked_join_is_not_called_unreachable_as_well() -> None:
    assert {element for element, _ in found(between("exclusive", "parallel"))} == {"j"}


def test_beyond_the_bound_it_says_that_it_does_not_know() -> None:
    diagrams = read_diagrams({"bpmn/proef.bpmn": between("parallel", "parallel").xml().encode()})
    sound = check_soundness(diagrams, bound=3)
    assert sound.findings == []
    assert "meer dan 3 standen" in sound.notes[0]


def test_the_shipped_diagrams_are_sound() -> None:
    files = {path: content for path, content in read_files(ROOT).items() if path.endswith(".bpmn")}
    sound = check_soundness(read_diagrams(files))
    assert (sound.findings, sound.notes) == ([], [])
