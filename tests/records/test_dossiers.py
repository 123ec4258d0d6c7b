"""What is known inside a case: versions, corrections, history, concepts; and facts, incidents, releases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from phu_runtime.errors import NotFound, PhuError, SettingInvalid
from phu_runtime.records import cases, dossiers, facts, incidents, releases, statistics, tasks
from phu_runtime.records.session import Database, is_unique_violation
from phu_runtime.records.tables.cases import DecisionLine, DossierField, Letter, Passage, Submission
from phu_runtime.records.tables.releases import Release

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@pytest.fixture
def ready(database: Database, surroundings: Callable, new_case: Callable) -> Database:
    with database.write() as session:
        surroundings(session)
        new_case(session, "c1")
    return database


def sent(number: int, **columns: object) -> Submission:
    plain = {"id": f"s{number:03}", "case_id": "c1", "form": "f", "element": "e", "role": "w", "sealed": b"x"}
    return Submission(at=NOW + timedelta(minutes=number), **{**plain, **columns})


def test_a_new_value_is_a_new_version_and_the_newest_counts(ready: Database) -> None:
    for value in (b"first", b"second"):
        with ready.write() as session:
            dossiers.add_fields(session, "c1", [DossierField(field=field, role="w", at=NOW, sealed=value) for field in ("bsn", "naam")])
            dossiers.add_fields(session, "c1", [])
    with ready.read() as session:
        assert [(row.field, row.version, row.sealed) for row in dossiers.newest_fields(session, "c1")] == [
            ("bsn", 2, b"second"),
            ("naam", 2, b"second"),
        ]
        assert [row.sealed for row in dossiers.field_versions(session, "c1", "bsn")] == [b"first", b"second"]


def test_the_latest_forms_are_read_oldest_first(ready: Database) -> None:
    with ready.write() as session:
        session.add_all([sent(number) for number in range(205)])
    with ready.read() as session:
        found = dossiers.submissions(session, "c1")
    assert (len(found), found[0].id, found[-1].id) == (200, "s005", "s204")


def test_a_correction_replaces_a_form_and_erases_nothing(ready: Database) -> None:
    with ready.write() as session:
        session.add(sent(1, passage_id="p1"))
        session.flush()
        old = dossiers.submission_of(session, "c1", "p1")
        assert old is not None
        dossiers.replace_submission(session, old, sent(2, passage_id="p1", reason=b"why"))
    with ready.read() as session:
        current = dossiers.submission_of(session, "c1", "p1")
        assert current is not None
        assert (current.id, current.replaces) == ("s002", "s001")
        assert [row.id for row in dossiers.submissions(session, "c1")] == ["s002"]


def test_a_form_sent_twice_is_recognised_by_its_key(ready: Database) -> None:
    with ready.write() as session:
        session.add(sent(1, idempotency_key="k"))
    with ready.read() as session:
        assert dossiers.submission_with_key(session, "c1", "k") is not None
        assert dossiers.submission_with_key(session, "c1", "other") is None
    with pytest.raises(Exception) as caught, ready.write() as session:  # noqa: PT011
        session.add(sent(2, idempotency_key="k"))
    assert is_unique_violation(caught.value)


def test_the_timeline_is_read_in_pages_newest_first(ready: Database) -> None:
    with ready.write() as session:
        for number in range(5):
            plain = {"case_id": "c1", "element": "e", "kind": "task", "name": "n", "diagram": "d", "path": "", "round": 1}
            session.add(Passage(id=f"p{number}", at=NOW + timedelta(minutes=number), outcome="done", **plain))
    with ready.read() as session:
        first = dossiers.passages(session, "c1", limit=2)
        assert [passage.id for passage in first] == ["p4", "p3"]
        assert [passage.id for passage in dossiers.passages(session, "c1", before=first[-1].at)] == ["p2", "p1", "p0"]
        assert dossiers.get_passage(session, "c1", "p1") is not None
        assert dossiers.get_passage(session, "c2", "p1") is None
        assert statistics.passages_between(session, NOW, SOON) == [("r1", "Dordrecht", "d", "e", "done", 5)]
        assert len(statistics.passed_steps(session, "c1")) == 5


def test_decisions_and_letters_are_found_by_case(ready: Database) -> None:
    with ready.write() as session:
        session.add(DecisionLine(case_id="c1", release_id="r1", decision="fase", element="e", at=NOW, sealed=b"x"))
        session.add(Letter(id="l1", case_id="c1", template="b", title="t", digest="d", at=NOW, role="w", sealed=b"pdf"))
    with ready.read() as session:
        assert len(dossiers.decision_lines(session, "c1", decision="fase")) == 1
        assert dossiers.decision_lines(session, "c1", decision="scope") == []
        assert [letter.title for letter in dossiers.letters(session, "c1")] == ["t"]
        letter = dossiers.get_letter(session, "c1", "l1")
        assert letter is not None
        assert letter.sealed == b"pdf"
        assert dossiers.get_letter(session, "c2", "l1") is None


def test_a_concept_is_its_users_own_and_is_kept_until_it_is_forgotten(ready: Database) -> None:
    with ready.write() as session:
        for user_id in ("u_trivire", "u_sterk"):
            for value in (b"half", b"more"):
                dossiers.put_concept(session, place="taak:t1", user_id=user_id, case_id="c1", at=NOW, sealed=value)
        dossiers.put_concept(session, place="start:melding", user_id="u_sterk", case_id=None, at=NOW, sealed=b"x")
    with ready.write() as session:
        concept = dossiers.get_concept(session, "taak:t1", "u_trivire")
        assert concept is not None
        assert concept.sealed == b"more"
        dossiers.delete_concepts(session, ["taak:t1"], user_id="u_trivire")
        assert dossiers.get_concept(session, "taak:t1", "u_trivire") is None
        assert dossiers.get_concept(session, "taak:t1", "u_sterk") is not None
        dossiers.delete_concepts(session, ["taak:t1"])
        assert dossiers.delete_old_concepts(session, NOW) == 0
        assert dossiers.delete_old_concepts(session, SOON) == 1


def test_a_step_that_fails_again_counts_on_its_incident(ready: Database) -> None:
    for _ in range(2):
        with ready.write() as session:
            incidents.report_incident(session, case_id="c1", element="e", name="n", reason="r", at=NOW)
    with ready.write() as session:
        (incident, number), *rest = incidents.open_incidents(session, case_id="c1")
        assert (incident.attempts, number, rest) == (2, "PHU-2026-000001", [])
        assert incidents.get_incident(session, incident.id) is incident
        assert incidents.close_incidents(session, "c1", element="elsewhere", by="u", at=NOW) == 0
        assert incidents.close_incidents(session, "c1", by="u", at=NOW) == 1
    with ready.read() as session:
        assert incidents.open_incidents(session) == []


def test_the_active_release_is_the_last_published_one_that_has_begun(ready: Database) -> None:
    with ready.write() as session:
        new = releases.add_release(session, Release(id="r2", name="2", digest="e", status="draft", created=NOW), {"dmn/fase.dmn": b"x"})
        assert releases.active_release(session, SOON).id == "r1"  # type: ignore[union-attr]
        releases.publish(session, new, valid_from=SOON, at=NOW)
    with ready.write() as session:
        assert releases.active_release(session, NOW - timedelta(days=9)) is None
        assert releases.active_release(session, NOW).id == "r1"  # type: ignore[union-attr]
        assert releases.next_release(session, NOW).id == "r2"  # type: ignore[union-attr]
        assert releases.active_release(session, SOON).id == "r2"  # type: ignore[union-attr]
        assert releases.release_files(session, "r2") == {"dmn/fase.dmn": b"x"}
        assert releases.release_file(session, "r2", "dmn/none.dmn") is None
        assert releases.release_with_digest(session, "e").id == "r2"  # type: ignore[union-attr]
        assert {release.id for release in releases.published_between(session, NOW, SOON + timedelta(days=1))} == {"r1", "r2"}
        assert releases.releases_in_use(session) == ["r1"]
        releases.withdraw(session, releases.get_release(session, "r2"))
        assert releases.active_release(session, SOON).id == "r1"  # type: ignore[union-attr]


def test_only_a_draft_can_be_removed(ready: Database) -> None:
    with ready.write() as session:
        releases.add_release(session, Release(id="r2", name="2", digest="e", status="draft", created=NOW), {"a": b"x"})
    with ready.write() as session:
        releases.remove_draft(session, releases.get_release(session, "r2"))
        with pytest.raises(NotFound, match="concept"):
            releases.remove_draft(session, releases.get_release(session, "r1"))
    with ready.read() as session:
        assert [release.id for release in releases.releases(session)] == ["r1"]
        assert releases.release_files(session, "r2") == {}


def test_a_database_stamped_demo_refuses_real_work_and_the_reverse(database: Database) -> None:
    with database.write() as session:
        facts.stamp_mode(session, demo=True)
        facts.stamp_mode(session, demo=True)
    with pytest.raises(SettingInvalid, match="oefenomgeving"), database.write() as session:
        facts.stamp_mode(session, demo=False)


def test_only_the_clock_of_a_demo_moves_and_only_forward(database: Database) -> None:
    with database.write() as session:
        with pytest.raises(PhuError, match="oefenomgeving"):
            facts.move_clock(session, 60)
        facts.stamp_mode(session, demo=True)
        assert facts.move_clock(session, 60) == 60
        assert facts.move_clock(session, 60) == 120
        with pytest.raises(PhuError, match="vooruit"):
            facts.move_clock(session, -1)
        assert facts.clock_offset(session) == 120


def test_counts_for_reports_are_those_of_the_rows(ready: Database, new_task: Callable) -> None:
    with ready.write() as session:
        case = cases.lock_case(session, "c1")
        rows = [new_task("kept", due=SOON, term="plan"), new_task("late", due=NOW - timedelta(days=2), term="plan"), new_task("open")]
        tasks.write_tasks(session, case, opened=rows)
        done = [{"id": name, "status": "done", "done": NOW, "done_by": "u"} for name in ("kept", "late")]
        tasks.write_tasks(session, case, closed=done)
    with ready.read() as session:
        assert sorted(statistics.terms_between(session, NOW, SOON)) == [
            ("Dordrecht", "woningcorporatie", "plan", False, 1),
            ("Dordrecht", "woningcorporatie", "plan", True, 1),
        ]
        assert statistics.running_cases(session) == [("Dordrecht", "p", "", 1)]
        assert statistics.cases_between(session, NOW, SOON) == [("r1", "Dordrecht", "p", "open", "", 1)]
        assert statistics.active_elements(session) == [("d", "bellen", "Dordrecht", 1)]
