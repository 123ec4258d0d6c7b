"""Notices, mail and messages between cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from phu_runtime.records import inbox, notices, outbox
from phu_runtime.records.session import Database
from phu_runtime.records.tables.accounts import User
from phu_runtime.records.tables.messages import Incoming

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def ready(database: Database, surroundings: Callable, new_case: Callable) -> Database:
    with database.write() as session:
        surroundings(session)
        new_case(session, "c1")
    return database


def tell(database: Database, count: int = 1, **columns: object) -> None:
    with database.write() as session:
        for number in range(count):
            plain = {"organisation_id": "trivire", "role": "woningcorporatie", "event": "melding", "title": f"n{number}", "text": "t"}
            notices.add_notice(session, **{**plain, "at": NOW + timedelta(minutes=number), **columns})  # type: ignore[arg-type]


def test_an_organisation_reads_its_own_notices_newest_first(ready: Database) -> None:
    tell(ready, 2, case_id="c1")
    tell(ready, organisation_id="sterk", title="other")
    tell(ready, user_id="colleague", title="personal")
    with ready.read() as session:
        found, more = notices.notices(session, "trivire", "u_trivire")
        assert ([notice.title for notice in found], more) == (["n1", "n0"], False)
        assert "personal" in [notice.title for notice in notices.notices(session, "trivire", "colleague")[0]]
        assert len(notices.notices_of_case(session, "c1", "trivire")) == 2


def test_reading_marks_only_ones_own_and_counts_stop_at_a_hundred(ready: Database) -> None:
    tell(ready, 120)
    tell(ready, organisation_id="sterk")
    with ready.write() as session:
        assert notices.count_unread(session, "trivire", "u_trivire") == 100
        other = notices.notices(session, "sterk", "u_sterk")[0][0]
        assert notices.mark_read(session, "trivire", "u_trivire", NOW, [other.id]) == 0
        assert notices.mark_read(session, "trivire", "u_trivire", NOW) == 120
        assert notices.count_unread(session, "trivire", "u_trivire") == 0
        assert notices.notices(session, "trivire", "u_trivire", unread_only=True)[0] == []
        assert notices.count_unread(session, "sterk", "u_sterk") == 1


def test_mail_goes_to_active_users_of_the_organisation_only(ready: Database) -> None:
    with ready.write() as session:
        session.add(User(id="gone", organisation_id="trivire", name="g", email="g@x.nl", password_hash="-", created=NOW, active=False))
        session.flush()
        assert outbox.add_mail_to_organisation(session, organisation_id="trivire", subject="s", body="b", at=NOW) == 1
        assert outbox.add_mail_to_organisation(session, organisation_id="trivire", user_id="gone", subject="s", body="b", at=NOW) == 0
    with ready.write() as session:
        assert [mail.recipient for mail in outbox.claim_due(session, NOW)] == ["trivire@voorbeeld.nl"]


def test_a_mail_whose_clock_died_goes_again_under_the_same_message_id(ready: Database) -> None:
    with ready.write() as session:
        outbox.add_mail_to_organisation(session, organisation_id="trivire", subject="s", body="b", at=NOW)
    with ready.write() as session:
        first = outbox.claim_due(session, NOW)[0].message_id
    with ready.write() as session:
        assert outbox.claim_due(session, NOW + timedelta(minutes=4)) == []
        again = outbox.claim_due(session, NOW + timedelta(minutes=5))[0]
        assert again.message_id == first
        outbox.mark_sent(session, again.id, NOW)
    with ready.write() as session:
        assert outbox.claim_due(session, NOW + timedelta(days=1)) == []


def test_a_mail_that_keeps_failing_is_given_up_and_can_be_retried(ready: Database) -> None:
    with ready.write() as session:
        outbox.add_mail_to_organisation(session, organisation_id="trivire", subject="s", body="b", at=NOW)
    moment = NOW
    for _ in range(outbox.ATTEMPTS):
        with ready.write() as session:
            assert outbox.count_waiting(session, moment + timedelta(days=30)) == 1
            mail = outbox.claim_due(session, moment)[0]
            outbox.mark_failed(session, mail.id, moment, "geen verbinding")
            moment = mail.next_try
    with ready.write() as session:
        assert outbox.claim_due(session, moment + timedelta(days=30)) == []
        failed = outbox.failed_mails(session)
        assert [mail.error for mail in failed] == ["geen verbinding"]
        assert outbox.retry_mail(session, failed[0].id, moment)
        assert not outbox.retry_mail(session, failed[0].id, moment)
        assert len(outbox.claim_due(session, moment)) == 1


def test_a_message_to_a_case_is_delivered_once(ready: Database) -> None:
    with ready.write() as session:
        session.add(Incoming(id="m1", from_case_id="c1", to_case_id=None, message="melding", at=NOW, sealed=b"x"))
    with ready.write() as session:
        assert inbox.claim_due(session, NOW) == ["m1"]
        assert inbox.claim_due(session, NOW) == []
    with ready.write() as session:
        message = inbox.lock_message(session, "m1")
        assert message is not None
        inbox.mark_delivered(session, message, "c9")
    with ready.write() as session:
        assert inbox.lock_message(session, "m1") is None
        assert inbox.claim_due(session, NOW + timedelta(days=1)) == []


def test_a_message_that_cannot_be_delivered_is_given_up_after_eight_attempts(ready: Database) -> None:
    with ready.write() as session:
        session.add(Incoming(id="m1", from_case_id="c1", to_case_id="c1", message="melding", at=NOW))
    with ready.write() as session:
        assert [inbox.mark_failed(session, "m1", NOW) is not None for _ in range(8)] == [False] * 7 + [True]
        assert inbox.mark_failed(session, "m1", NOW) is None
        assert [inbox.try_again(session, "m1", NOW) for _ in range(2)] == [True, False]
        assert inbox.mark_failed(session, "m1", NOW) is not None
