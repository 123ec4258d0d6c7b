"""The access log cannot be altered unnoticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from phu_runtime.records import log_chain, oversight
from phu_runtime.records.oversight import LogFilter
from phu_runtime.records.session import Database

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """The columns that are always filled."""

    at: datetime
    event: str
    organisation_id: str = "trivire"
    action: str = "R"
    role: str = "woningcorporatie"
    pseudonym: str = "ps"
    result: str = "toegestaan"


@pytest.fixture
def log(database: Database) -> Database:
    with database.write() as session:
        oversight.add_lines(session, [Line(NOW + timedelta(minutes=n), f"look {n}") for n in range(10)])
    with database.write() as session:
        assert log_chain.seal_lines(session, limit=4) == 4
        assert log_chain.seal_lines(session) == 6
        assert log_chain.seal_lines(session) == 0
    return database


def problems(database: Database, anchors: dict[int, str] | None = None) -> list[str]:
    with database.read() as session:
        return log_chain.verify(session, anchors)


def change(database: Database, statement: str) -> None:
    with database.write() as session:
        session.execute(text(statement))


def test_a_log_that_nobody_touched_is_sound(log: Database) -> None:
    with log.read() as session:
        end = log_chain.head(session)
    assert end.number == 10
    assert problems(log, {end.number: end.seal}) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE access_lines SET event = 'nothing' WHERE number = 4", "Regel 4 "),
        ("UPDATE access_lines SET user_id = 'x' WHERE number = 1", "Regel 1 "),
        ("UPDATE access_lines SET fields = 'bsn' WHERE number = 10", "Regel 10 "),
        ("DELETE FROM access_lines WHERE number = 6", "Na regel 5 ontbreken 1"),
        ("UPDATE access_lines SET number = number + 100", "Na regel 0 ontbreken"),
    ],
)
def test_a_change_is_found_and_named(log: Database, statement: str, said: str) -> None:
    change(log, statement)
    assert any(problem.startswith(said) for problem in problems(log))


def test_a_cut_tail_is_found_with_the_head_kept_outside(log: Database) -> None:
    with log.read() as session:
        end = log_chain.head(session)
    change(log, "DELETE FROM access_lines WHERE number > 7")
    assert problems(log) == []
    assert problems(log, {end.number: end.seal}) == ["Het logboek eindigt bij regel 7, maar regel 10 heeft bestaan."]


def test_a_rewritten_chain_is_found_with_the_head_kept_outside(log: Database) -> None:
    with log.read() as session:
        end = log_chain.head(session)
    change(log, "UPDATE access_lines SET seal = NULL, number = NULL")
    change(log, "UPDATE access_lines SET event = 'other' WHERE event = 'look 3'")
    with log.write() as session:
        log_chain.seal_lines(session)
    assert problems(log) == []
    assert problems(log, {end.number: end.seal}) == ["Regel 10 van het logboek past niet bij het bewaarde zegel."]


def test_lines_past_the_logs_own_term_go_and_the_rest_still_verifies(log: Database) -> None:
    with log.write() as session:
        assert log_chain.drop_lines(session, NOW + timedelta(minutes=4)) == 4
        assert log_chain.drop_lines(session, NOW) == 0
    assert problems(log) == []
    with log.write() as session:
        assert log_chain.drop_lines(session, NOW + timedelta(days=1)) == 6
        oversight.add_line(session, **vars(Line(NOW, "later")))
        log_chain.seal_lines(session)
        assert log_chain.head(session).number == 11
    assert problems(log) == []


def test_a_line_is_written_with_its_transaction_or_not_at_all(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        oversight.add_line(session, **vars(Line(NOW, "look")))
        raise RuntimeError
    with database.read() as session:
        assert oversight.lines(session, LogFilter()) == ([], False)


def test_an_officer_reads_the_lines_of_one_party(log: Database) -> None:
    with log.write() as session:
        oversight.add_line(session, **vars(Line(NOW, "other", organisation_id="sterk", action="U", pseudonym="p2")))
    with log.read() as session:
        found, more = oversight.lines(session, LogFilter(organisation_id="trivire"), page_size=4)
        assert ([line.event for line in found], more) == (["look 9", "look 8", "look 7", "look 6"], True)
        wanted = LogFilter(organisation_id="sterk", action="U", pseudonym="p2", start=NOW, end=NOW + timedelta(seconds=1))
        assert [line.event for line in oversight.all_lines(session, wanted)] == ["other"]
