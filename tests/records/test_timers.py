"""Timers: the rows equal what the engine waits for, and each due one goes to one clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from phu_runtime.records import timers
from phu_runtime.records.session import Database, open_database

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def waiting(database: Database, surroundings: Callable, new_case: Callable) -> Database:
    with database.write() as session:
        surroundings(session)
        for number in range(30):
            new_case(session, f"c{number}")
            timers.write_timers(session, f"c{number}", [{"kind": "engine", "id": f"t{number}", "element": "term", "due": NOW}])
    return database


def test_three_clocks_get_each_due_timer_once(waiting: Database) -> None:
    claimed: list[str] = []
    barrier = threading.Barrier(3)

    def claim() -> None:
        barrier.wait()
        for _ in range(5):
            with waiting.write() as session:
                claimed.extend(timers.claim_due(session, NOW, limit=3))

    clocks = [threading.Thread(target=claim) for _ in range(3)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sorted(claimed) == sorted(f"c{number}" for number in range(30))


def test_a_clock_does_not_wait_for_the_rows_of_another(postgres_address: str, surroundings: Callable, new_case: Callable) -> None:
    database = open_database(postgres_address)
    with database.write() as session:
        surroundings(session)
        for case_id in ("c1", "c2"):
            new_case(session, case_id)
            timers.write_timers(session, case_id, [{"kind": "engine", "id": case_id, "element": "e", "due": NOW}])
    with database.write() as first:
        assert timers.claim_due(first, NOW, limit=1) == ["c1"]
        with database.write() as second:
            assert timers.claim_due(second, NOW, limit=10) == ["c2"]
    database.close()


def test_a_timer_of_a_clock_that_died_is_given_out_again(waiting: Database) -> None:
    with waiting.write() as session:
        assert len(timers.claim_due(session, NOW)) == 30
    with waiting.write() as session:
        assert timers.claim_due(session, NOW + timedelta(seconds=59)) == []
        assert len(timers.claim_due(session, NOW + timedelta(seconds=60))) == 30


def test_a_timer_is_due_at_its_moment_and_not_before(waiting: Database) -> None:
    with waiting.write() as session:
        assert timers.claim_due(session, NOW - timedelta(microseconds=1)) == []
        assert timers.next_due(session) == NOW
        assert timers.count_overdue(session, NOW) == 0
        assert timers.count_overdue(session, NOW + timedelta(seconds=1)) == 30


def test_rows_follow_what_the_engine_waits_for(waiting: Database) -> None:
    later = NOW + timedelta(days=14)
    with waiting.write() as session:
        drawn = [{"id": "t1", "element": "term", "due": later}, {"id": "new", "element": "e", "due": NOW}]
        warning = {"kind": "warning", "id": "w", "element": "e", "due": NOW, "task_id": "k", "number": 1}
        timers.write_timers(session, "c1", [*({**row, "kind": "engine"} for row in drawn), warning])
        timers.write_timers(session, "c2", [])
    with waiting.read() as session:
        assert [(t.id, t.due) for t in timers.timers_of_case(session, "c1", kind="engine")] == [("new", NOW), ("t1", later)]
        assert [t.id for t in timers.due_timers(session, "c1", NOW)] == ["new", "w"]
        assert timers.timers_of_case(session, "c2") == []


def test_a_timer_that_stays_is_not_written(waiting: Database) -> None:
    with waiting.write() as session, waiting.count_statements() as seen:
        timers.write_timers(session, "c1", [{"kind": "engine", "id": "t1", "element": "term", "due": NOW}])
        session.flush()
        assert seen.count == 1


def test_a_failing_timer_waits_longer_each_time_and_then_for_a_person(waiting: Database) -> None:
    moment, waits = NOW, []
    given_up = False
    while not given_up:
        with waiting.write() as session:
            assert "c1" in timers.claim_due(session, moment, limit=100)
            given_up = timers.timers_failed(session, "c1", moment)
            lease = timers.timers_of_case(session, "c1")[0].leased_until
            assert lease is not None
            waits.append((lease - moment).total_seconds() / 60)
            moment = lease
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
    with waiting.write() as session:
        assert "c1" not in timers.claim_due(session, moment + timedelta(days=365))
        timers.retry_timers(session, "c1")
    with waiting.write() as session:
        assert timers.claim_due(session, moment) == ["c1"]


def test_a_timer_that_did_its_work_is_gone(waiting: Database) -> None:
    with waiting.write() as session:
        timers.drop_timer(session, timers.due_timers(session, "c1", NOW)[0])
        assert timers.due_timers(session, "c1", NOW) == []
