"""Case rows: locks, revisions, numbers, parties and lists."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import StatementError

from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import cases
from phu_runtime.records.cases import CaseFilter
from phu_runtime.records.session import Database
from phu_runtime.records.tables.accounts import Organisation
from phu_runtime.records.tables.cases import Case, CaseParty

OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def case(database: Database, surroundings: Callable, new_case: Callable) -> Case:
    with database.write() as session:
        surroundings(session)
        return new_case(session, "c1")


def test_a_step_raises_the_revision_by_one(database: Database, case: Case) -> None:
    with database.write() as session:
        cases.lock_case(session, "c1").state = b"next"
    with database.read() as session:
        assert cases.get_case(session, "c1").revision == case.revision + 1


def test_the_loser_of_two_steps_is_told_and_stores_nothing(database: Database, case: Case) -> None:
    with database.read() as session:
        stale = cases.get_case(session, "c1")
    with database.write() as session:
        cases.lock_case(session, "c1").state = b"winner"
    with pytest.raises(OutOfDate, match="Iemand anders"), database.write() as session:
        merged = session.merge(stale, load=False)
        merged.state = b"loser"
    with database.read() as session:
        assert cases.get_case(session, "c1").state == b"winner"


def add_one(database: Database, rounds: int, barrier: threading.Barrier, *, checked: bool, refused: list[int]) -> None:
    """Reads a number in one transaction and stores the next in another, as a page and its form do."""
    for _ in range(rounds):
        with database.read() as session:
            seen = cases.get_case(session, "c1")
            revision, count = seen.revision, int(seen.state or b"0")
        barrier.wait()
        with database.write() as session:
            step = update(Case).where(Case.id == "c1").values(state=b"%d" % (count + 1), revision=Case.revision + 1)
            result = session.execute(step.where(Case.revision == revision) if checked else step)
            if result.rowcount == 0:  # type: ignore[attr-defined]
                refused.append(1)
        barrier.wait()


@pytest.mark.parametrize("checked", [True, False])
def test_no_change_is_lost_with_the_revision_check_and_many_are_without_it(database: Database, case: Case, checked: bool) -> None:
    refused: list[int] = []
    barrier = threading.Barrier(4)
    threads = [
        threading.Thread(target=add_one, args=(database, 10, barrier), kwargs={"checked": checked, "refused": refused}) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        stored = int(cases.get_case(session, "c1").state)
    acknowledged = 40 - len(refused)
    assert (stored == acknowledged) == checked


def test_steps_of_one_case_wait_for_one_another(database: Database, case: Case) -> None:
    def step() -> None:
        for _ in range(10):
            with database.write() as session:
                locked = cases.lock_case(session, "c1")
                locked.state = b"%d" % (int(locked.state or b"0") + 1)

    threads = [threading.Thread(target=step) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert cases.get_case(session, "c1").state == b"80"


def test_a_case_that_does_not_exist_is_named_as_such(database: Database) -> None:
    with pytest.raises(NotFound, match="bestaat niet"), database.write() as session:
        cases.lock_case(session, "nope")


def test_numbers_count_per_year_and_a_rollback_gives_its_number_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        assert cases.next_case_number(session, 2026) == "PHU-2026-000001"
        raise RuntimeError
    with database.write() as session:
        assert cases.next_case_number(session, 2026) == "PHU-2026-000001"
        assert cases.next_case_number(session, 2026) == "PHU-2026-000002"
        assert cases.next_case_number(session, 2027) == "PHU-2027-000001"


def test_a_moment_without_an_offset_is_refused(database: Database, case: Case) -> None:
    with pytest.raises(StatementError, match="offset"), database.write() as session:
        cases.lock_case(session, "c1").closed = datetime(2026, 3, 2)  # noqa: DTZ001


def test_a_moment_comes_back_aware_and_equal(database: Database, case: Case) -> None:
    amsterdam = datetime.fromisoformat("2026-07-01T23:59:59.123456+02:00")
    with database.write() as session:
        cases.lock_case(session, "c1").destroy_after = amsterdam
    with database.read() as session:
        stored = cases.get_case(session, "c1").destroy_after
        assert stored == amsterdam
        assert stored.utcoffset() == timedelta(0)


def test_an_organisation_lists_only_cases_it_takes_part_in_now(database: Database, case: Case, new_case: Callable) -> None:
    with database.write() as session:
        new_case(session, "c2", municipality="Gorinchem", status="gesloten", opened=OPENED + timedelta(days=1))
        session.add(CaseParty(case_id="c2", role="sociaal_team", organisation_id="sterk", since=OPENED))
    with database.read() as session:
        found, more = cases.cases_of_organisation(session, "trivire")
        assert ([case.id for case in found], more) == (["c2", "c1"], False)
        assert cases.cases_of_organisation(session, "sterk")[0] == []
        assert [case.id for case in cases.cases_of_organisation(session, "trivire", CaseFilter(municipality="Gorinchem"))[0]] == ["c2"]
        assert [case.id for case in cases.cases_of_organisation(session, "trivire", CaseFilter(text="000001"))[0]] == ["c1"]
        assert [case.id for case in cases.cases_of_organisation(session, "trivire", CaseFilter(status="open"))[0]] == ["c1"]
        assert cases.cases_of_organisation(session, "trivire", CaseFilter(text="%"))[0] == []


def test_a_party_that_left_plays_no_role_any_more(database: Database, case: Case) -> None:
    with database.write() as session:
        cases.parties(session, "c1")[0].until = OPENED + timedelta(days=5)
        session.add(CaseParty(case_id="c1", role="woningcorporatie", organisation_id="sterk", since=OPENED + timedelta(days=5)))
    with database.read() as session:
        assert cases.roles_of(session, "c1", "trivire") == []
        assert cases.organisation_of(session, "c1", "woningcorporatie") == "sterk"
        assert [p.organisation_id for p in cases.parties(session, "c1", at=OPENED)] == ["trivire"]
        assert len(cases.parties(session, "c1")) == 2


def test_a_running_case_without_task_or_timer_is_found(database: Database, case: Case, new_case: Callable) -> None:
    with database.write() as session:
        new_case(session, "c2", status="gesloten")
    with database.read() as session:
        assert cases.stalled_cases(session) == ["c1"]


def test_a_list_never_reads_the_state(database: Database, case: Case) -> None:
    with database.read() as session, database.count_statements() as seen:
        cases.cases_of_organisation(session, "trivire")
        cases.cases_by_id(session, ["c1"])
    assert not any("state" in statement for statement in seen.texts)


def test_eight_writers_on_sqlite_never_meet_a_locked_database(sqlite_database: Database) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(25):
                with sqlite_database.write() as session:
                    session.scalar(select(Organisation.id).limit(1))
                    session.add(Organisation(name=f"{number}-{turn}", party="gemeente"))
        except Exception as error:  # noqa: BLE001  (a thread's failure must reach the assertion)
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with sqlite_database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM organisations")) == 200
