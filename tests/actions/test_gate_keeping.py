"""The gate behind saving and publishing: what is wrong is told and never runs, and a check that dies is told and done again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.actions.approve_release import approve_release
from phu_runtime.actions.ask_approval import ask_approval
from phu_runtime.actions.ask_check import ask_check
from phu_runtime.actions.check_draft import check_draft
from phu_runtime.actions.delete_draft import delete_draft
from phu_runtime.actions.note_check import note_check
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_check import show_check
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.show_release import show_release
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.errors import Finding, NotYours, OutOfDate, ReleaseInvalid
from phu_runtime.gatekeeper import Gatekeeper
from phu_runtime.records import release_checks
from phu_runtime.rehearsal.apart import played_apart
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.gate import Checked
from tests.gating import check_whole
from tests.region import LINDA, PETRA, RELEASE, Region

HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
TERMS, DRAWING = "dmn/termijnen.dmn", "bpmn/afsluiten.bpmn"
ROOT = Path(__file__).parents[2]


def begin(region: Region, old: bytes = b"<text>3</text>", new: bytes = b"<text>2</text>", path: str = TERMS) -> str:
    """A draft by Petra in which one thing changed."""
    draft = str(region.act(start_draft, region.person(PETRA), "2026.4", "Een korter advies"))
    save(region, draft, path, lambda content: content.replace(old, new, 1))
    return draft


def save(region: Region, draft: str, path: str, change: Any) -> None:
    who = region.person(PETRA)
    now = region.act(show_draft_file, who, draft, path)
    assert change(now.content) != now.content
    region.clock.move(seconds=1)
    region.act(save_draft_file, who, draft, path, change(now.content), now.digest)


def look(region: Region, draft: str, email: str = PETRA) -> Checked:
    """The check of a few seconds, as a page does it after a save."""
    asked = region.act(check_draft, region.person(email), draft)
    checked = region.runtime.gate.check(asked.digest, asked.files)
    assert region.act(note_check, region.person(email), draft, asked.digest, checked)
    return checked


def whole(region: Region, draft: str) -> Any:
    return region.act(show_check, region.person(PETRA), draft).whole


def agree(region: Region, draft: str) -> None:
    for email in (HANS, SASKIA):
        seen = region.act(show_release, region.person(email), draft).line.digest
        region.act(approve_release, region.person(email), draft, seen)


def active(region: Region) -> str:
    with region.runtime.reading() as store:
        return str(region.runtime.active_release(store))


UNSAFE = {
    "a DOCTYPE": (b'<!DOCTYPE a [<!ENTITY x "y">]><definitions/>', "DTD"),
    "100 MB": (b"<definitions>" + b" " * 100_000_000 + b"</definitions>", "groter dan 2 MB"),
    "100,000 deep": (b"<a>" * 100_000 + b"</a>" * 100_000, "XML"),
    "not XML": (b"geen tekening", "XML"),
}
WRONG = {
    "a wrong namespace": (b"http://www.omg.org/spec/BPMN/20100524/MODEL", b"http://example.org/BPMN", ""),
    "an unknown element": (b"</bpmn:process>", b"<bpmn:toverstaf id='t1'/></bpmn:process>", "toverstaf"),
    "a diagram without drawing": (None, None, "niet getekend"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_no_editor_can_open_is_not_saved(region: Region, name: str) -> None:
    content, sentence = UNSAFE[name]
    draft = begin(region)
    now = region.act(show_draft_file, region.person(PETRA), draft, DRAWING)
    with pytest.raises(ReleaseInvalid) as refused:
        region.act(save_draft_file, region.person(PETRA), draft, DRAWING, content, now.digest)
    assert sentence in refused.value.message
    assert refused.value.findings[0].advice
    assert region.act(show_draft_file, region.person(PETRA), draft, DRAWING) == now
    assert active(region) == RELEASE


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_run_is_told_on_saving_and_never_published(region: Region, name: str) -> None:
    old, new, sentence = WRONG[name]
    draft = begin(region)
    save(region, draft, DRAWING, lambda content: undrawn(content) if old is None else content.replace(old, new, 1))
    found = look(region, draft).findings
    assert any(sentence in finding.message for finding in found)
    assert all(finding.message and finding.why for finding in found)
    check_whole(region, draft)
    agree(region, draft)
    with pytest.raises(ReleaseInvalid):
        region.act(publish_release, region.person(PETRA), draft)
    assert active(region) == RELEASE


def undrawn(content: bytes) -> bytes:
    """The diagram without its picture."""
    return re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", content, flags=re.DOTALL)


def test_publication_names_the_obligation_that_was_dropped(region: Region, shipped: WorkProcess) -> None:
    path, key = only_place(shipped)
    draft = begin(region)
    save(region, draft, path, lambda content: content.replace(f'name="eis" value="{key}"'.encode(), b'name="eis" value=""', 1))
    check_whole(region, draft)
    agree(region, draft)
    with pytest.raises(ReleaseInvalid) as refused:
        region.act(publish_release, region.person(PETRA), draft)
    assert any(key in finding.message for finding in refused.value.findings)
    assert active(region) == RELEASE


def only_place(work: WorkProcess) -> tuple[str, str]:
    """The file of an element that alone fulfils a requirement, and that requirement."""
    for one in work.requirements:
        alone = not (one.tables or one.fields or one.program)
        told = f'name="eis" value="{one.id}"'.encode()
        places = [path for path, content in work.files.items() if path.endswith(".bpmn") and one.id.encode() in content]
        if alone and len(places) == 1 and work.files[places[0]].count(one.id.encode()) == work.files[places[0]].count(told) == 1:
            return places[0], one.id
    raise AssertionError("no requirement hangs on one element alone")


def test_a_requirement_that_is_taken_from_the_list_stands_first_in_the_change_note(region: Region, shipped: WorkProcess) -> None:
    key = shipped.requirements[0].id
    draft = begin(region)
    save(region, draft, "forms/eisen.yaml", lambda content: content.replace(f"{key}:".encode(), b"X99-Z:", 1))
    assert region.act(show_release, region.person(PETRA), draft).changes[0].startswith(f"De eis {key}")


def test_a_look_is_kept_for_every_process_and_told_once(region: Region) -> None:
    draft = begin(region, new=b"<text>3 +</text>")
    assert region.act(show_check, region.person(PETRA), draft).findings is None
    found = look(region, draft).findings
    look(region, draft, HANS)
    shown = region.act(show_check, region.person(HANS), draft)
    assert sorted(shown.findings, key=str) == sorted(found, key=str)
    assert shown.may_check is False
    deeds = [event.deed for event in region.act(show_release, region.person(PETRA), draft).events]
    assert deeds.count("gecontroleerd") == 1


def test_what_was_found_falls_when_a_file_changes(region: Region) -> None:
    draft = begin(region)
    check_whole(region, draft)
    assert whole(region, draft).green
    save(region, draft, TERMS, lambda content: content.replace(b"<text>2</text>", b"<text>1</text>", 1))
    assert whole(region, draft).state == ""
    asked = region.act(check_draft, region.person(PETRA), draft)
    assert region.act(note_check, region.person(PETRA), draft, "of other files", Checked()) is False
    assert region.act(check_draft, region.person(PETRA), draft) == asked


def test_a_whole_check_waits_runs_and_ends_on_both_databases(any_region: Region) -> None:
    region = any_region
    draft = begin(region)
    assert region.act(ask_check, region.person(PETRA), draft) is True
    assert region.act(ask_check, region.person(PETRA), draft) is False
    assert whole(region, draft).state == "waiting"
    seen = []

    def play(_files: Any, tell: Any) -> Sequence[Finding]:
        tell(3, 10)
        seen.append(whole(region, draft))
        assert region.act(ask_check, region.person(PETRA), draft) is False
        assert Gatekeeper(region.runtime, play).run_next() is False
        return [Finding("scenarios/x.yaml", "regel 3", "Het ging anders.")]

    assert Gatekeeper(region.runtime, play).run_next()
    assert (seen[0].state, seen[0].percentage) == ("running", 50)
    assert "3 van 10" in seen[0].doing
    now = whole(region, draft)
    assert (now.state, now.green, now.asked_by) == ("done", False, "Petra Vermeer")
    assert [finding.element for finding in now.findings] == ["regel 3"]
    assert region.act(ask_check, region.person(PETRA), draft) is True, "what found something may be done anew"


def test_a_run_that_dies_is_told_and_started_again(region: Region, tmp_path: Path) -> None:
    draft = begin(region)
    region.act(ask_check, region.person(PETRA), draft)
    program = [sys.executable, "-c", DYING, str(tmp_path), str(region.clock.now.timestamp())]
    with subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as dying:
        assert dying.stdout is not None
        assert next(line for line in dying.stdout if b"halfway" in line)
        dying.send_signal(signal.SIGKILL)
    assert whole(region, draft).state == "running"
    with pytest.raises(OutOfDate):
        region.act(publish_release, region.person(PETRA), draft)
    region.clock.move(minutes=5)
    died = whole(region, draft)
    assert died.state == "stopped"
    assert "opnieuw" in died.doing
    check_whole(region, draft)
    assert whole(region, draft).green


DYING = """
import sys
from datetime import UTC, datetime
from phu_runtime.gatekeeper import Gatekeeper
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from pathlib import Path
now = datetime.fromtimestamp(float(sys.argv[2]), UTC)
settings = Settings("", "", "s" * 40, (), "", demo=True, var=Path(sys.argv[1]), public_url="https://phu.example")
runtime = Runtime(settings, open_database(f"sqlite:///{sys.argv[1]}/phu.sqlite3"), None, lambda: now)
def halfway(files, tell):
    tell(5, 10)
    print("halfway", flush=True)
    sys.stdin.read()
Gatekeeper(runtime, halfway).run_next()
"""


def test_a_run_that_was_overtaken_writes_nothing(region: Region) -> None:
    draft = begin(region)
    region.act(ask_check, region.person(PETRA), draft)

    def slow(_files: Any, tell: Any) -> Sequence[Finding]:
        region.clock.move(minutes=10)
        check_whole(region, draft)
        tell(1, 2)
        raise AssertionError("it should have ended")

    assert Gatekeeper(region.runtime, slow).run_next()
    assert whole(region, draft).green


def test_a_program_that_stops_gives_its_check_back(region: Region) -> None:
    draft = begin(region)
    region.act(ask_check, region.person(PETRA), draft)

    def interrupted(_files: Any, tell: Any) -> Sequence[Finding]:
        gatekeeper.stop()
        tell(1, 2)
        raise AssertionError("it should have ended")

    gatekeeper = Gatekeeper(region.runtime, interrupted)
    assert gatekeeper.run_next()
    assert whole(region, draft).state == "waiting"


def test_what_is_saved_or_thrown_away_meanwhile_is_not_called_checked(region: Region) -> None:
    draft = begin(region)
    region.act(ask_check, region.person(PETRA), draft)
    save(region, draft, TERMS, lambda content: content.replace(b"<text>2</text>", b"<text>1</text>", 1))
    keeper = Gatekeeper(region.runtime, lambda _files, _tell: [])
    assert keeper.run_next()
    assert whole(region, draft).state == ""
    region.act(ask_check, region.person(PETRA), draft)

    def thrown_away(_files: Any, _tell: Any) -> Sequence[Finding]:
        region.act(delete_draft, region.person(PETRA), draft)
        return []

    assert Gatekeeper(region.runtime, thrown_away).run_next()
    assert not keeper.run_next()


def test_a_check_by_an_earlier_program_does_not_count(region: Region) -> None:
    draft = begin(region)
    region.act(ask_check, region.person(PETRA), draft)
    with region.runtime.transaction() as store:
        claimed = release_checks.claim_next(store.session, store.now, store.real_now)
        assert claimed is not None
        assert release_checks.end(store.session, claimed.run, found="", program="0.0.1", at=store.now)
    assert whole(region, draft).outdated
    agree(region, draft)
    with pytest.raises(OutOfDate, match="eerdere versie van dit programma"):
        region.act(publish_release, region.person(PETRA), draft)


def test_scenarios_that_are_killed_are_a_finding(shipped: WorkProcess) -> None:
    heard = []

    def tell(done: int, of: int) -> None:
        heard.append((done, of))
        for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            if b"rehearsal.apart" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)

    found = played_apart(shipped.files, tell)
    assert "gestopt" in found[0].message
    assert heard[0][0] == 1 < heard[0][1]


@pytest.mark.slow
def test_the_shipped_scenarios_play_apart_as_they_play_here(shipped: WorkProcess) -> None:
    heard: list[tuple[int, int]] = []
    assert played_apart(shipped.files, lambda done, of: heard.append((done, of))) == []
    assert heard[-1][0] == heard[-1][1] == len(heard)


def test_only_an_owner_asks_for_the_whole_check_and_only_of_a_draft(region: Region) -> None:
    draft = begin(region)
    for email in (HANS, LINDA):
        with pytest.raises(NotYours):
            region.act(ask_check, region.person(email), draft)
    with pytest.raises(NotYours):
        region.act(check_draft, region.person(LINDA), draft)
    with pytest.raises(OutOfDate):
        region.act(ask_check, region.person(PETRA), RELEASE)


def test_everyone_who_must_agree_is_asked_but_for_the_maker(region: Region) -> None:
    draft = begin(region)
    with pytest.raises(OutOfDate, match="geen problemen"):
        region.act(ask_approval, region.person(PETRA), draft)
    look(region, draft)
    asked = region.act(ask_approval, region.person(PETRA), draft)
    assert {"Hans Timmermans", "Saskia van Leeuwen"} <= set(asked)
    assert "Petra Vermeer" not in asked
    assert "akkoord_gevraagd" in region.told(HANS)
    assert "akkoord_gevraagd" not in region.told(LINDA)
    with pytest.raises(OutOfDate, match="al om akkoord"):
        region.act(ask_approval, region.person(PETRA), draft)
    region.clock.move(minutes=1)
    region.tick()
    mails = [path.read_text() for path in (region.runtime.settings.var / "mail").iterdir()]
    assert any(HANS in mail and "nieuwe versie van het werkproces" in mail for mail in mails)


def test_files_read_before_are_known_by_every_byte(region: Region) -> None:
    draft = begin(region)
    first = look(region, draft)
    save(region, draft, DRAWING, lambda content: content.replace(b"bpmn:endEvent", b"bpmn:eindEvent"))
    assert look(region, draft).findings
    assert first.findings == []
