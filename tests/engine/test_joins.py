"""Joins: every arrival counts once, in its own round."""

from __future__ import annotations

import pytest


def test_a_parallel_join_waits_for_both(begin) -> None:
    case = begin("parallel_join").do("a")
    assert case.open == ["b"]
    assert case.do("b").open == ["z"]


def test_a_nested_split_into_one_join_loses_no_arrival(begin) -> None:
    case = begin("nested_split_one_join").do("a").do("b").do("c0")
    assert case.open == ["c"]
    assert case.do("c").open == ["z"]
    assert case.do("z").now.completed


def test_a_parallel_join_in_a_loop_waits_in_every_round(begin) -> None:
    case = begin("join_in_loop")
    for number in range(5):
        first, last = ("a", "b") if number % 2 == 0 else ("b", "a")
        assert case.do(first).open == [last]
        assert case.do(last).open == ["z"]
        case.do("z", nog=number < 4)
    assert case.now.completed


@pytest.mark.parametrize(("with_a", "with_b", "opened"), [(True, True, ["a", "b"]), (True, False, ["a"]), (False, False, ["c"])])
def test_an_inclusive_join_waits_for_who_takes_part_in_every_round(begin, with_a: bool, with_b: bool, opened: list[str]) -> None:
    case = begin("inclusive_join_in_loop", met_a=with_a, met_b=with_b)
    for number in range(4):
        assert case.open == opened
        for element in reversed(opened):
            assert "z" not in case.open
            case.do(element)
        assert case.open == ["z"]
        case.do("z", nog=number < 3)
    assert case.now.completed


def test_who_takes_part_may_differ_per_round(begin) -> None:
    case = begin("inclusive_join_in_loop", met_a=True, met_b=True)
    case.do("a").do("b").do("z", nog=True, met_b=False)
    assert case.open == ["a"]
    case.do("a").do("z", nog=True, met_a=False)
    assert case.open == ["c"]
    assert case.do("c").do("z", nog=False).now.completed


def test_gateways_pass_once_in_a_round(begin) -> None:
    case = begin("join_in_loop").do("a").do("b").do("z", nog=True).do("b").do("a").do("z", nog=False)
    passed = [passage.element for passage in case.passages if passage.element == "samen"]
    assert passed == ["samen", "samen"]
