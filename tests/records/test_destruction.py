"""What must go, goes; what may stay holds nothing of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from phu_runtime.records import cases, destruction, dossiers, incidents, notices, oversight, statistics, tasks, timers
from phu_runtime.records.session import Database
from phu_runtime.records.tables import metadata
from phu_runtime.records.tables.cases import DecisionLine, DossierField, Letter, Passage, Submission
from phu_runtime.records.tables.messages import Incoming, Outgoing, Register

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def fill(database: Database, case_id: str, new_case: Callable, new_task: Callable) -> None:
    """A row of every kind for one case."""
    with database.write() as session:
        case = new_case(session, case_id, destroy_after=NOW)
        tasks.write_tasks(session, case, opened=[new_task(f"t-{case_id}", candidates=[("sterk", "sociaal_team")])])
        timers.write_timers(session, case_id, [{"kind": "engine", "id": f"timer-{case_id}", "element": "e", "due": NOW}])
        dossiers.add_fields(session, case_id, [DossierField(field="bsn", role="w", at=NOW, sealed=b"x")])
        dossiers.put_concept(session, place=f"taak:t-{case_id}", user_id="u_trivire", case_id=case_id, at=NOW, sealed=b"x")
        incidents.report_incident(session, case_id=case_id, element="e", name="n", reason="r", at=NOW)
        notices.add_notice(
            session, case_id=case_id, organisation_id="trivire", role="w", event="melding", title="t", text="t", at=NOW
        )
        plain = {"element": "e", "at": NOW, "case_id": case_id}
        session.add_all(
            [
                Passage(kind="task", name="n", diagram="d", path="", round=1, outcome="done", sealed=b"x", **plain),
                Submission(form="f", role="w", sealed=b"x", **plain),
                DecisionLine(release_id="r1", decision="fase", sealed=b"x", **plain),
                Letter(case_id=case_id, template="b", title="t", digest="d", at=NOW, role="w", sealed=b"x"),
                Outgoing(case_id=case_id, recipient="a@b.nl", subject="s", body="b", message_id=f"<{case_id}>", created=NOW),
                Incoming(from_case_id=case_id, message="m", at=NOW, sealed=b"x"),
                Register(register="vroegtijdig", case_id=case_id, at=NOW, municipality="Dordrecht", party="w", reason="r"),
            ]
        )
        oversight.add_line(session, at=NOW, event="look", action="R", role="w", pseudonym=case.pseudonym, result="toegestaan")


def test_nothing_names_a_destroyed_case_any_more(
    database: Database, surroundings: Callable, new_case: Callable, new_task: Callable
) -> None:
    with database.write() as session:
        surroundings(session)
    fill(database, "c1", new_case, new_task)
    fill(database, "kept", new_case, new_task)
    with database.write() as session:
        assert cases.due_for_destruction(session, NOW - timedelta(seconds=1)) == []
        assert cases.due_for_destruction(session, NOW) == ["c1", "kept"]
        assert destruction.erase_case(session, "c1")
        assert not destruction.erase_case(session, "c1")
    with database.read() as session:
        for name, table in metadata.tables.items():
            for row in session.execute(select(table)):
                assert "c1" not in {str(value) for value in row}, name
                assert "t-c1" not in {str(value) for value in row}, name
        assert session.scalar(text("SELECT count(*) FROM passages")) == 1
        assert session.scalar(text("SELECT count(*) FROM access_lines")) == 2
        assert statistics.register_counts(session, NOW, NOW + timedelta(days=1)) == [("vroegtijdig", "Dordrecht", "w", "r", 2)]


def test_every_table_that_names_a_case_is_emptied_of_it() -> None:
    named = {name for name, table in metadata.tables.items() if any(c.name.endswith("case_id") for c in table.columns)}
    emptied = {table.__tablename__ for table in destruction._OF_CASE} | {"inbox", "registers"}
    assert named == emptied


def test_an_anonymous_line_remains_in_the_counts(database: Database) -> None:
    line = {"release_id": "r1", "subregion": "Drechtsteden", "diagram": "d", "element": "e", "week": "2026-W10", "duration": "≤ 1 week"}
    with database.write() as session:
        statistics.add_statistics(session, [{**line, "outcome": "done"}] * 2)
        statistics.add_statistics(session, [])
    with database.read() as session:
        assert statistics.statistics(session) == [("r1", "Drechtsteden", "d", "e", "≤ 1 week", "done", 2)]
        assert statistics.statistics(session, weeks=("2026-W11", "2026-W52")) == []
