"""Rehearsals that are warm: one to a person and release, not too many, not too long, never shared at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from phu_runtime.rehearsal import Houses, read_scenarios
from phu_runtime.rehearsal.houses import IDLE_SECONDS, READ
from phu_runtime.rehearsal.live import Live
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(read_files(ROOT))


@pytest.fixture
def live(work):
    files = {path: content for path, content in work.files.items() if path.startswith("scenarios/")}
    return Live(work, next(one for one in read_scenarios(files) if one.key == "opgelost_vroeg"))


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_one_left_longest_makes_room(live):
    houses = Houses(most=2)
    with houses.house("een", "r") as house:
        house.put(live, "regels")
    for person in ("twee", "een", "drie"):
        with houses.house(person, "r"):
            pass
    with houses.house("een", "r") as house:
        assert house.live is live
    for person in ("vier", "vijf"):
        with houses.house(person, "r"):
            pass
    with houses.house("een", "r") as house:
        assert house.live is None


def test_after_two_hours_alone_it_is_gone(live):
    seconds = Seconds()
    houses = Houses(seconds=seconds)
    with houses.house("een", "r") as house:
        house.put(live, "regels")
    seconds.now += IDLE_SECONDS - 1
    with houses.house("een", "r") as house:
        assert house.holds(live.text, "regels")
    seconds.now += IDLE_SECONDS + 1
    with houses.house("twee", "r"):
        pass
    assert len(houses) == 0


def test_one_that_is_no_longer_whole_is_let_go(live):
    houses = Houses()
    with houses.house("een", "r") as house:
        house.put(live, "regels")
        live.whole = False
    with houses.house("een", "r") as house:
        assert house.live is None


def test_two_requests_of_one_person_take_turns():
    houses, order = Houses(), []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with houses.house("een", "r"):
            inside.set()
            go_on.wait(5)
            order.append("eerste")

    def second() -> None:
        with houses.house("een", "r"):
            order.append("tweede")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    inside.wait(5)
    threads[1].start()
    with houses.house("ander", "r"):
        order.append("ander")
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert order == ["ander", "eerste", "tweede"]


def test_a_release_is_read_once_and_its_scenarios_do_not_count_as_rules(work):
    houses, asked = Houses(), []

    def files(more: dict[str, bytes]) -> dict[str, bytes]:
        asked.append(more)
        return {**work.files, **more}

    first = houses.read(work.digest, lambda: files({}))
    assert houses.read(work.digest, lambda: files({})) is first
    other = houses.read("", lambda: files({"scenarios/nieuw.yaml": b"titel: x"}))
    assert (other.rules, len(asked)) == (first.rules, 2)
    changed = houses.read("", lambda: files({"forms/berichten.yaml": work.files["forms/berichten.yaml"] + b"\n# anders\n"}))
    assert changed.rules != first.rules
    for number in range(READ):
        houses.read("", lambda number=number: files({"scenarios/nieuw.yaml": f"titel: {number}".encode()}))
    houses.read(work.digest, lambda: files({}))
    assert len(asked) == 4 + READ
