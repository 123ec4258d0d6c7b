"""Task rows: the difference of a step in few statements, claims that one user wins, lists per organisation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from phu_runtime.records import cases, tasks, worklist
from phu_runtime.records.session import Database
from phu_runtime.records.worklist import ORDERS, VIEWS, Filters, Viewer

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TRIVIRE = Viewer("trivire", "u_trivire")


@pytest.fixture
def opened(database: Database, surroundings: Callable, new_case: Callable) -> Database:
    with database.write() as session:
        surroundings(session)
        new_case(session, "c1")
        new_case(session, "c2", municipality="Gorinchem")
    return database


def write(database: Database, case_id: str, **difference: list) -> None:
    with database.write() as session:
        tasks.write_tasks(session, cases.lock_case(session, case_id), **difference)


def shown(database: Database, viewer: Viewer = TRIVIRE, filters: Filters | None = None, **rest: object) -> list[str]:
    with database.read() as session:
        return [task.id for task, _ in worklist.worklist(session, viewer, filters, **rest)[0]]  # type: ignore[arg-type]


def test_a_step_with_many_tasks_takes_few_statements(opened: Database, new_task: Callable) -> None:
    many = [new_task(f"t{n}", due=NOW if n % 2 else None, candidates=[("sterk", "sociaal_team")]) for n in range(40)]
    write(opened, "c1", opened=many)
    with opened.write() as session:
        case = cases.lock_case(session, "c1")
        with opened.count_statements() as seen:
            tasks.write_tasks(
                session,
                case,
                opened=[new_task("new", candidates=[("sterk", "sociaal_team")])],
                closed=[{"id": f"t{n}", "status": "done", "done": NOW, "done_by": "u_trivire", "candidates": []} for n in range(20)],
                changed=[{"id": f"t{n}", "organisation_id": "sterk"} for n in range(20, 40)],
            )
        assert seen.count <= 5
    with opened.read() as session:
        assert len(tasks.open_tasks(session, "c1")) == 21
        assert {c.task_id for c in tasks.candidates(session, [f"t{n}" for n in range(20)])} == set()


def test_a_new_task_carries_what_its_list_needs_of_the_case(opened: Database, new_task: Callable) -> None:
    write(opened, "c2", opened=[new_task("t1")])
    with opened.read() as session:
        task = tasks.get_task(session, "t1")
        assert task is not None
        assert (task.case_number, task.municipality, task.status) == ("PHU-2026-000002", "Gorinchem", "open")


def test_a_loaded_task_shows_what_was_written(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1")])
    with opened.write() as session:
        task = tasks.open_tasks(session, "c1")[0]
        tasks.write_tasks(session, cases.lock_case(session, "c1"), closed=[{"id": "t1", "status": "lapsed", "done": NOW, "done_by": None}])
        assert task.status == "lapsed"


def test_of_two_users_who_claim_one_gets_the_task(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1")])
    won: list[str] = []

    def claim(user_id: str) -> None:
        with opened.write() as session:
            if tasks.claim(session, "t1", user_id, NOW):
                won.append(user_id)

    threads = [threading.Thread(target=claim, args=(f"u{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with opened.write() as session:
        assert not tasks.release(session, "t1", "someone else")
        assert tasks.claim(session, "t1", won[0], NOW)
        assert tasks.release(session, "t1", won[0])
        assert tasks.claim(session, "t1", "next", NOW)


def test_a_task_moves_only_from_who_is_known_to_hold_it(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1")])
    with opened.write() as session:
        assert tasks.reassign(session, "t1", None, "a", NOW)
        assert not tasks.reassign(session, "t1", None, "b", NOW)
        assert tasks.reassign(session, "t1", "a", "b", NOW)
        assert tasks.drop_claims(session, "b") == 1


def test_a_done_task_cannot_be_claimed(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1")])
    write(opened, "c1", closed=[{"id": "t1", "status": "done", "done": NOW, "done_by": "u"}])
    with opened.write() as session:
        assert not tasks.claim(session, "t1", "u", NOW)


def test_terms_come_first_and_tasks_without_one_last(opened: Database, new_task: Callable) -> None:
    days = {"late": -1, "soon": 1, "far": 30}
    rows = [new_task("none"), *[new_task(name, due=NOW + timedelta(days=n)) for name, n in days.items()]]
    write(opened, "c1", opened=rows)
    assert shown(opened) == ["late", "soon", "far", "none"]
    assert shown(opened, filters=Filters(due_before=NOW)) == ["late"]
    assert shown(opened, filters=Filters(due_from=NOW, due_before=NOW + timedelta(days=2))) == ["soon"]
    assert shown(opened, filters=Filters(without_due=True)) == ["none"]


def test_filters_and_orders_are_those_of_the_reader(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("a", name="Zoeken"), new_task("b", name="Bellen")])
    write(opened, "c2", opened=[new_task("c", name="Maken")])
    assert shown(opened, order="casus") == ["a", "b", "c"]
    assert shown(opened, order="taak") == ["b", "c", "a"]
    assert shown(opened, order="gemeente") == ["a", "b", "c"]
    assert shown(opened, filters=Filters(municipality="Gorinchem")) == ["c"]
    assert shown(opened, filters=Filters(task="Bellen")) == ["b"]
    assert shown(opened, filters=Filters(text="phu-2026-000002")) == ["c"]
    assert shown(opened, filters=Filters(text="_")) == []


def test_views_show_mine_the_organisations_and_the_free_ones(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("free"), new_task("mine", claimed_by="u_trivire"), new_task("theirs", claimed_by="x")])
    lists = {view: set(shown(opened, Viewer("trivire", "u_trivire", view, ("x",)))) for view in VIEWS}
    assert lists == {"mijn": {"mine"}, "organisatie": {"free", "mine", "theirs"}, "vrij": {"free"}, "namens": {"theirs"}}
    with opened.read() as session:
        assert [worklist.count_tasks(session, Viewer("trivire", "u_trivire", view, ("x",))) for view in VIEWS] == [1, 3, 1, 1]
        assert worklist.count_tasks(session, Viewer("trivire", "u_trivire", "namens")) == 0


def test_an_organisation_never_sees_a_task_of_another(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1", claimed_by="u_sterk"), new_task("t2", candidates=[("sterk", "sociaal_team")])])
    for view in VIEWS:
        for order in ORDERS:
            assert "t1" not in shown(opened, Viewer("sterk", "u_sterk", view), order=order)
    assert shown(opened, Viewer("sterk", "u_sterk")) == ["t2"]
    with opened.read() as session:
        assert worklist.task_names(session, "sterk") == ["Huurder bellen"]
        assert worklist.municipalities(session, "elsewhere") == []


def test_a_candidate_that_is_also_the_first_sees_the_task_once(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1", candidates=[("trivire", "sociaal_team")])])
    assert shown(opened) == ["t1"]
    with opened.read() as session:
        assert worklist.count_tasks(session, TRIVIRE) == 1


def test_pages_follow_one_another_and_counts_stop_at_a_hundred(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task(f"t{n:03}", due=NOW + timedelta(hours=n), candidates=[]) for n in range(120)])
    with opened.read() as session:
        pages = [worklist.worklist(session, TRIVIRE, page=page) for page in (1, 2, 3, 4)]
        assert worklist.count_tasks(session, TRIVIRE) == 100
        assert worklist.municipalities(session, "trivire") == ["Dordrecht"]
    assert [len(rows) for rows, _ in pages] == [50, 50, 20, 0]
    assert [more for _, more in pages] == [True, True, False, False]
    assert [task.id for rows, _ in pages for task, _ in rows] == [f"t{n:03}" for n in range(120)]


def test_a_page_takes_two_statements(opened: Database, new_task: Callable) -> None:
    write(opened, "c1", opened=[new_task("t1")])
    with opened.count_statements() as seen:
        shown(opened)
    assert seen.count == 2
