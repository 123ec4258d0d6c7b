"""The clock: what is due gets done once, whatever else fails."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from phu_runtime.actions.keep_rehearsal import keep_rehearsal
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.show_rehearsal import show_rehearsal
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.clock import Clock
from phu_runtime.errors import NotFound
from phu_runtime.mail import FilePostman
from phu_runtime.records import cases, log_chain, oversight
from phu_runtime.records.tables.cases import Concept
from phu_runtime.records.tables.messages import Notice, Outgoing
from phu_runtime.records.tables.oversight import AccessLine
from tests.region import ACCEPTED, FATMA, LINDA, MARIEKE, PETRA, Region


def count(region: Region, table: Any, *where: Any) -> int:
    with region.runtime.reading() as store:
        return int(store.session.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def mails(region: Region) -> list[Outgoing]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Outgoing).order_by(Outgoing.id)))


def test_two_clocks_at_once_do_each_thing_once(any_region: Region) -> None:
    region = any_region
    region.follow(region.start(), ACCEPTED)
    region.start(MARIEKE, "hoort bij vroegsignalering", gemeente="Gorinchem")
    region.clock.move(days=7)
    clocks = [Clock(region.runtime, FilePostman(region.runtime.settings.var / "mail")) for _ in range(3)]
    threads = [threading.Thread(target=clock.tick) for clock in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    region.tick()
    assert count(region, Notice, Notice.event == "termijn_nadert") == 1
    with region.runtime.reading() as store:
        assert log_chain.verify(store.session) == []
    sent = mails(region)
    assert {mail.status for mail in sent} == {"sent"}
    assert len({(mail.user_id, mail.body) for mail in sent}) == len(sent)


def test_a_tick_without_anything_due_does_nothing(region: Region) -> None:
    region.start()
    region.tick()
    before = count(region, Notice), count(region, Outgoing), count(region, AccessLine)
    assert region.tick() == 0
    assert (count(region, Notice), count(region, Outgoing), count(region, AccessLine)) == before


def test_each_mail_is_one_file_also_when_a_crash_sends_it_twice(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    region.tick()
    folder = region.runtime.settings.var / "mail"
    names = sorted(path.name for path in folder.glob("*.eml"))
    assert len(names) == len(mails(region)) > 0
    with region.runtime.transaction() as store:
        for mail in store.session.scalars(select(Outgoing)):
            mail.status, mail.next_try = "waiting", region.clock.now
    region.tick()
    assert sorted(path.name for path in folder.glob("*.eml")) == names


def test_mail_that_is_refused_waits_longer_each_time_and_is_given_up(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    (region.runtime.settings.var / "mail").write_text("no folder, so that no mail can be written")
    waits = []
    for _ in range(10):
        region.tick()
        mail = mails(region)[0]
        waits.append((mail.next_try - region.clock.now) / timedelta(minutes=1))
        region.clock.now = mail.next_try
    assert waits[:4] == [1, 2, 4, 8]
    assert (mails(region)[0].status, mails(region)[0].attempts) == ("failed", 10)
    assert mails(region)[0].error
    assert "casusregie" in region.open_tasks(case_id)


def test_mail_that_was_refused_goes_out_once_the_fault_is_gone(region: Region) -> None:
    region.report(region.start())
    blocked = region.runtime.settings.var / "mail"
    blocked.write_text("")
    region.tick()
    assert {mail.status for mail in mails(region)} == {"waiting"}
    blocked.unlink()
    region.tick()
    assert {mail.status for mail in mails(region)} == {"waiting"}
    region.clock.move(minutes=1)
    region.tick()
    assert {mail.status for mail in mails(region)} == {"sent"}


def test_the_log_is_sealed_by_the_tick_after_its_lines(region: Region) -> None:
    region.follow(region.start(), ACCEPTED)
    with region.runtime.reading() as store:
        assert oversight.count_unsealed(store.session, region.clock.now + timedelta(hours=1)) > 0
    region.tick()
    with region.runtime.reading() as store:
        assert oversight.count_unsealed(store.session, region.clock.now + timedelta(hours=1)) == 0
        assert log_chain.verify(store.session) == []
        assert log_chain.head(store.session).number == count(region, AccessLine)


def test_a_case_that_cannot_be_destroyed_does_not_stop_the_others_or_the_mail(region: Region) -> None:
    stuck, other = (region.start(reason="alleen overlast") for _ in range(2))
    with region.runtime.transaction() as store:
        cases.get_case(store.session, stuck).municipality = "Nergens"  # the table of the parties does not know it
    region.clock.now = region.case(other).destroy_after + timedelta(hours=1)
    waiting = region.start()
    region.report(waiting)
    region.tick()
    with pytest.raises(NotFound):
        region.case(other)
    assert region.case(stuck).status == "gesloten"
    assert {mail.status for mail in mails(region) if mail.case_id == waiting} == {"sent"}


def test_a_mail_goes_to_who_holds_the_task_or_to_all_of_the_organisation(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    region.tick()
    team = {mail.recipient for mail in mails(region) if "wijkteamdordrecht" in mail.recipient}
    assert team == {FATMA, "bas.hoekstra@wijkteamdordrecht.example"}
    assert all("/berichten#" in mail.body and region.case(case_id).number not in mail.subject for mail in mails(region))
    assert {mail.recipient for mail in mails(region)} >= {LINDA}


def test_a_clock_starts_and_stops(region: Region) -> None:
    clock = Clock(region.runtime, FilePostman(region.runtime.settings.var / "mail"))
    clock.stop()
    clock.start()
    clock.stop()


def test_a_start_form_and_a_rehearsal_left_for_fourteen_days_are_forgotten(region: Region) -> None:
    petra, linda = region.person(PETRA), region.person(LINDA)
    draft = region.act(start_draft, petra, "2026.4", "Proberen")
    region.act(keep_rehearsal, petra, draft, {"scenario": "titel: x"})
    region.act(save_concept, linda, "start:aanleiding", {"gemeente": "Dordrecht"})
    region.clock.move(days=13)
    region.tick()
    assert count(region, Concept) == 2
    region.act(keep_rehearsal, petra, draft, {"scenario": "titel: y"})
    region.clock.move(days=2)
    region.tick()
    assert count(region, Concept) == 1
    assert region.act(show_rehearsal, petra, draft).kept == {"scenario": "titel: y"}
