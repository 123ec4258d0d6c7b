"""A change of the work process: drafted, agreed by others, published from a date, taken back, and all of it remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from phu_runtime.actions.approve_release import approve_release
from phu_runtime.actions.check_draft import check_draft
from phu_runtime.actions.delete_draft import delete_draft
from phu_runtime.actions.export_release import export_release
from phu_runtime.actions.import_release import import_release
from phu_runtime.actions.list_releases import list_releases
from phu_runtime.actions.note_check import note_check
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.show_release import show_release
from phu_runtime.actions.show_release_history import show_release_history
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.actions.withdraw_release import withdraw_release
from phu_runtime.errors import Finding, FormInvalid, NotFound, NotYours, OutOfDate, ReleaseInvalid
from phu_runtime.records import releases
from tests.gating import check_whole
from tests.region import IRENE, LINDA, MARK, PETRA, RELEASE, Region

HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
TERMS, SHARING = "dmn/termijnen.dmn", "dmn/gegevensdeling.dmn"


class Draft:
    """A draft by Petra in a region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.id: str = self.act(start_draft, PETRA, "2026.4", "Een korter advies")

    def act(self, action: Any, email: str, *given: Any, **named: Any) -> Any:
        self.region.clock.move(seconds=1)
        return self.region.act(action, self.region.person(email), *given, **named)

    def file(self, path: str = TERMS) -> Any:
        return self.act(show_draft_file, PETRA, self.id, path)

    def change(self, old: bytes = b"<text>3</text>", new: bytes = b"<text>2</text>", path: str = TERMS) -> None:
        now = self.file(path)
        assert old in now.content
        self.act(save_draft_file, PETRA, self.id, path, now.content.replace(old, new, 1), now.digest)

    def shown(self, email: str = PETRA) -> Any:
        return self.act(show_release, email, self.id)

    def check(self, found: Sequence[Finding] = ()) -> None:
        check_whole(self.region, self.id, found=found)

    def agreed(self) -> None:
        """What a term that changes needs before it is published."""
        self.check()
        self.approve(HANS)
        self.approve(SASKIA)

    def approve(self, email: str, **named: Any) -> Any:
        return self.act(approve_release, email, self.id, self.shown().line.digest, **named)


@pytest.fixture
def draft(region: Region) -> Draft:
    return Draft(region)


def active(region: Region) -> str:
    with region.runtime.reading() as store:
        return str(region.runtime.active_release(store))


def test_a_term_is_changed_agreed_by_two_others_published_and_taken_back(draft: Draft) -> None:
    draft.change()
    assert [(demand.role, demand.number) for demand in draft.shown().demands] == [("adviesgroep", 2)]
    with pytest.raises(OutOfDate, match="2 × de adviesgroep"):
        draft.act(publish_release, PETRA, draft.id)
    assert draft.approve(HANS) == "adviesgroep"
    assert "1 ×" in draft.shown().why_not
    assert draft.approve(SASKIA) == "adviesgroep"
    with pytest.raises(OutOfDate, match="volledige controle"):
        draft.act(publish_release, PETRA, draft.id)
    draft.check()
    assert draft.act(publish_release, PETRA, draft.id) == "2026.4"
    assert active(draft.region) == draft.id
    assert draft.act(withdraw_release, PETRA, draft.id, "Te kort.") == RELEASE
    assert active(draft.region) == RELEASE
    deeds = [event.deed for event in draft.act(show_release_history, HANS)]
    assert sorted(deeds) == sorted(["ingetrokken", "gepubliceerd", "gekeurd", "akkoord", "akkoord", "gewijzigd", "begonnen"])
    assert draft.act(show_release, LINDA, draft.id).line.status == "withdrawn"


def test_who_changed_a_draft_cannot_agree_with_it(draft: Draft) -> None:
    draft.change()
    with pytest.raises(NotYours, match="zelf gemaakt"):
        draft.approve(PETRA)
    assert draft.shown(PETRA).approve_as == []
    assert draft.shown(HANS).approve_as == ["adviesgroep"]


def test_nobody_agrees_twice(draft: Draft) -> None:
    draft.change()
    draft.approve(HANS)
    with pytest.raises(OutOfDate, match="al akkoord"):
        draft.approve(HANS)
    assert draft.shown(HANS).approve_as == []


def test_an_approval_falls_when_a_file_changes(draft: Draft) -> None:
    draft.change()
    seen = draft.shown().line.digest
    draft.approve(HANS)
    draft.approve(SASKIA)
    draft.change(b"<text>2</text>", b"<text>1</text>")
    assert draft.shown().demands[0].given == []
    with pytest.raises(OutOfDate, match="ontbreekt"):
        draft.act(publish_release, PETRA, draft.id)
    with pytest.raises(OutOfDate, match="veranderd"):
        draft.act(approve_release, HANS, draft.id, seen)


def test_a_change_of_who_gets_what_needs_the_parties_and_an_fg(draft: Draft) -> None:
    draft.change(b"</rule>", b"</rule> ", SHARING)
    assert "de woningcorporaties" in draft.shown().why_not
    assert draft.approve(MARK) == "woningcorporatie"
    assert draft.approve(IRENE) == "fg"
    with pytest.raises(NotYours):
        draft.approve(LINDA)


def test_two_people_do_not_overwrite_each_other(draft: Draft) -> None:
    first = draft.file()
    draft.change()
    with pytest.raises(OutOfDate, match="Iemand anders"):
        draft.act(save_draft_file, PETRA, draft.id, TERMS, first.content + b" ", first.digest)
    assert draft.act(save_draft_file, PETRA, draft.id, TERMS, draft.file().content, first.digest) == draft.file().digest


def test_a_draft_is_saved_on_both_databases(any_region: Region) -> None:
    draft = Draft(any_region)
    before = draft.shown().line.digest
    draft.change()
    draft.act(save_draft_file, PETRA, draft.id, "forms/brieven/nieuw.md", b"# onderwerp\n", "")
    assert draft.shown().line.digest != before
    draft.approve(HANS)
    draft.act(save_draft_file, PETRA, draft.id, "forms/brieven/nieuw.md", None, draft.file("forms/brieven/nieuw.md").digest)
    assert [line.path for line in draft.shown().files if line.change] == [TERMS]
    assert draft.act(delete_draft, PETRA, draft.id) == "2026.4"
    with pytest.raises(NotFound):
        draft.shown()
    assert draft.act(show_release_history, HANS)[0].deed == "verwijderd"


@pytest.mark.parametrize("content", [b"<a", b"<!DOCTYPE a><a/>", b"geen xml"])
def test_a_file_that_cannot_be_opened_again_changes_nothing(draft: Draft, content: bytes) -> None:
    now = draft.file()
    with pytest.raises(ReleaseInvalid):
        draft.act(save_draft_file, PETRA, draft.id, TERMS, content, now.digest)
    assert draft.file() == now


def test_problems_may_be_saved_and_are_told_but_never_published(draft: Draft) -> None:
    draft.change(b"<text>3</text>", b"<text>3 +</text>")
    asked = draft.act(check_draft, HANS, draft.id)
    checked = draft.region.runtime.gate.check(asked.digest, asked.files)
    assert checked.findings
    assert draft.act(note_check, HANS, draft.id, asked.digest, checked)
    draft.agreed()
    with pytest.raises(ReleaseInvalid):
        draft.act(publish_release, PETRA, draft.id)
    assert active(draft.region) == RELEASE


def test_nothing_changed_is_nothing_to_publish(draft: Draft) -> None:
    with pytest.raises(OutOfDate, match="niets veranderd"):
        draft.act(publish_release, PETRA, draft.id)


def test_what_is_published_stays_as_it_is(draft: Draft) -> None:
    draft.change()
    draft.agreed()
    later = draft.region.clock.now + timedelta(days=7)
    draft.act(publish_release, PETRA, draft.id, later)
    assert active(draft.region) == RELEASE
    for action, given in ((save_draft_file, (TERMS, b"<a/>", draft.file().digest)), (delete_draft, ())):
        with pytest.raises(OutOfDate, match="gepubliceerd"):
            draft.act(action, PETRA, draft.id, *given)
    draft.region.clock.move(days=8)
    assert active(draft.region) == draft.id


def test_a_date_in_the_past_is_refused(draft: Draft) -> None:
    draft.change()
    draft.agreed()
    with pytest.raises(OutOfDate, match="latere dag"):
        draft.act(publish_release, PETRA, draft.id, draft.region.clock.now - timedelta(days=1))


def test_only_the_release_in_force_goes_back_and_with_a_reason(draft: Draft) -> None:
    with pytest.raises(FormInvalid):
        draft.act(withdraw_release, PETRA, RELEASE, " ")
    with pytest.raises(OutOfDate, match="geen eerdere"):
        draft.act(withdraw_release, PETRA, RELEASE, "Weg ermee.")


def test_a_draft_goes_out_and_comes_in_byte_for_byte(draft: Draft) -> None:
    draft.change()
    name, out = draft.act(export_release, HANS, draft.id)
    copy = draft.act(import_release, PETRA, out)
    assert draft.act(show_release, PETRA, copy).line.digest == draft.shown().line.digest
    assert draft.act(export_release, PETRA, copy) == (name, out)


def test_a_draft_is_for_who_decides_about_it_and_only_an_owner_changes_it(draft: Draft) -> None:
    for reader in (HANS, MARK, IRENE):
        assert draft.shown(reader).may_edit is False
        with pytest.raises(NotYours):
            draft.act(save_draft_file, reader, draft.id, TERMS, b"<a/>", draft.file().digest)
    with pytest.raises(NotYours):
        draft.shown(LINDA)
    assert [line.id for line in draft.act(list_releases, LINDA)] == [RELEASE]
    assert len(draft.act(list_releases, HANS)) == 2


def test_a_copy_is_not_taken_for_the_release_that_it_copies(draft: Draft) -> None:
    with draft.region.runtime.reading() as store:
        found = releases.release_with_digest(store.session, draft.shown().line.digest)
    assert found is not None
    assert found.id == RELEASE
