"""The head of the log outside its table: a day's file and mail, and a log that no longer fits them is noticed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from phu_runtime.actions.anchor_log import SUBJECT
from phu_runtime.errors import PhuError
from phu_runtime.operation.anchors import read_anchors, read_seal
from phu_runtime.operation.doctor import examine
from phu_runtime.operation.restore import finish_restore
from phu_runtime.records.tables.messages import Outgoing
from phu_runtime.records.tables.oversight import AccessLine
from tests.region import IRENE, Region


def said(region: Region, seals: dict[int, str] | None = None) -> str:
    """What the doctor finds wrong with the log."""
    runtime = region.runtime
    settings = replace(runtime.settings, master_keys=("0f" * 32,))
    checks = examine(settings, runtime.database, runtime.keys, region.clock.now, seals)
    return "\n".join(check.seen for check in checks if not check.good and ("ogboek" in check.seen or "zegel" in check.seen))


def anchored(region: Region) -> Any:
    """A day with some looks, sealed and kept; the anchor."""
    region.report(region.start())
    region.tick()
    region.days(1)
    return read_anchors(region.runtime.settings.anchor_map)[-1]


def mails(region: Region) -> list[Outgoing]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Outgoing).where(Outgoing.subject == SUBJECT)))


def test_each_day_leaves_one_file_and_one_mail_to_each_fg(any_region: Region) -> None:
    region = any_region
    anchor = anchored(region)
    first = mails(region)
    assert region.person(IRENE).user_id in {mail.user_id for mail in first}
    assert all(f"{anchor.number}:{anchor.seal}" in mail.body for mail in first)
    region.tick()
    assert len(mails(region)) == len(first)
    region.start(huisnummer="14")
    region.tick()
    region.days(1)
    assert len(mails(region)) == 2 * len(first)
    days = [each.day for each in read_anchors(region.runtime.settings.anchor_map)]
    assert len(days) == len(set(days)) >= 2


def test_a_day_on_which_nothing_was_logged_brings_no_mail(region: Region) -> None:
    anchored(region)
    before = len(mails(region))
    region.clock.move(days=1)
    region.tick()
    assert len(mails(region)) == before


def test_the_mail_names_no_person_and_no_case(region: Region) -> None:
    anchored(region)
    body = mails(region)[0].body
    assert "Voorbeeldsen" not in body
    assert "PHU-" not in body


def test_a_tail_that_was_cut_off_is_seen(any_region: Region) -> None:
    region = any_region
    anchor = anchored(region)
    assert said(region) == ""
    cut(region, anchor.number)
    assert f"regel {anchor.number} heeft bestaan" in said(region)


def cut(region: Region, number: int) -> None:
    """Takes the last lines of the log away, as a person with the database in hand could."""
    with region.runtime.transaction() as store:
        store.session.execute(delete(AccessLine).where((AccessLine.number >= number) | AccessLine.number.is_(None)))


def test_a_seal_from_a_mail_tells_the_same_when_the_file_is_gone_too(region: Region) -> None:
    anchor = anchored(region)
    seal = read_seal(f" {anchor.number}:{anchor.seal}\n")
    for path in region.runtime.settings.anchor_map.iterdir():
        path.unlink()
    cut(region, anchor.number)
    assert said(region) == ""
    assert "heeft bestaan" in said(region, dict([seal]))


def test_a_log_that_was_written_anew_does_not_fit_its_anchor(region: Region) -> None:
    anchor = anchored(region)
    path = next(path for path in region.runtime.settings.anchor_map.iterdir() if anchor.day.isoformat() in path.name)
    path.write_text(f"{anchor.number}:{'0' * 64}\n")
    assert "past niet bij het bewaarde zegel" in said(region)
    path.write_text("leeg")
    assert "is geen zegel meer" in said(region)


def test_a_backup_that_was_put_back_is_no_cut_tail(region: Region) -> None:
    anchor = anchored(region)
    cut(region, anchor.number)
    finish_restore(region.runtime.database, region.runtime.keys, [], region.clock.now)
    assert said(region) == ""
    with region.runtime.reading() as store:
        assert store.session.scalar(select(func.count()).select_from(AccessLine)) < anchor.number


def test_what_is_no_seal_is_refused_with_an_example() -> None:
    for wrong in ("", "12", "12:xyz", "a:" + "0" * 64):
        with pytest.raises(PhuError, match="1234:"):
            read_seal(wrong)
