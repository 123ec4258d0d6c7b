"""A rehearsal behind its pages: fetched by who asks, warm or played again, kept after each step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import current_app, redirect, request, url_for

from phu_runtime.actions.keep_rehearsal import keep_rehearsal
from phu_runtime.actions.read_draft import read_draft
from phu_runtime.actions.show_rehearsal import show_rehearsal
from phu_runtime.errors import CaseStuck, FormInvalid, OutOfDate, PhuError
from phu_runtime.pages.door import current_actor, transaction
from phu_runtime.pages.frame import tell
from phu_runtime.pages.words import date_without_day
from phu_runtime.rehearsal import read_scenarios
from phu_runtime.rehearsal.live import Deviation, Live, replay
from phu_runtime.rehearsal.viewed import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from phu_runtime.actions.show_rehearsal import RehearsalKept
    from phu_runtime.rehearsal import Houses, Scenario
    from phu_runtime.rehearsal.houses import House, Tried

ADDRESS = "/werkproces/versies/<release_id>/proef"
NOT_BEGUN = "U heeft hier nog geen proef. Begin er een."
MEANWHILE = "Uw proef is intussen verder gegaan, misschien in een ander venster. Hieronder ziet u hoe hij nu staat."
CHANGED = "Het concept is veranderd sinds u deze proef begon. Speel de proef eerst na op de nieuwe bestanden."
MOST_NOTES = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAID = (
    (re.compile(r"^termijn: (\S+) is (.+), verwacht (.+)$"), r"de termijn van ‘\1’ is \2 (was \3)"),
    (re.compile(r"^open: verwacht (.+); open staat (.+)$"), r"open staat \2 (was \1)"),
    (re.compile(r"^bericht: (\S+) (\S+) is niet verstuurd.*$"), r"\1 krijgt het bericht ‘\2’ niet meer"),
    (re.compile(r"^besluit: (\S+?)\.(\S+) is (.+), verwacht (.+)$"), r"de tabel ‘\1’ zegt bij ‘\2’ nu \3 (was \4)"),
    (re.compile(r"^brief: (\S+) is niet vastgelegd.*$"), r"de brief ‘\1’ wordt niet meer gemaakt"),
    (re.compile(r"^einde: verwacht (.+), het is (.+) \(status .*\)$"), r"de casus eindigt met ‘\2’ (was ‘\1’)"),
)


@dataclass
class Trying:
    """One person's rehearsal on one release, in this request. ``live`` None: none begun, or it stood on files that are gone.
    ``changed``: the release's files differ from those that the rehearsal stands on (or it cannot be played any more)."""

    release_id: str
    shown: RehearsalKept
    tried: Tried
    house: House
    kept: Mapping[str, Any]
    live: Live | None = None
    changed: bool = False

    def keep(self, live: Live, *, notes: Sequence[str] = (), stuck: Mapping[str, str] | None = None) -> None:
        """What lives in the house stays, also after a restart."""
        self.live = live
        self.house.put(live, self.house.rules)
        kept = {"rules": self.house.rules, "scenario": live.text, "notes": list(notes)[:MOST_NOTES]}
        self._save({**kept, "stuck": dict(stuck)} if stuck else kept)

    def put_back(self, scenario: Scenario, *, stuck: Mapping[str, str] | None = None) -> None:
        """The rehearsal as ``scenario`` says: after an undo, or a step that left the house half done."""
        live, _ = replay(self.live.work if self.live else self.tried.work, scenario)
        self.house.put(live, self.house.rules or self.tried.rules)
        self.keep(live, stuck=stuck)

    def play_again(self) -> None:
        """The kept scenario on the files as they are now; where it goes another way is told on the page. Raises OutOfDate when
        not even its start can be done."""
        scenario = recorded(self.kept)
        try:
            live, found = replay(self.tried.work, scenario)
        except PhuError as error:
            reasons = " ".join(error.problems.values()) if isinstance(error, FormInvalid) else error.message
            raise OutOfDate(f"Naspelen lukt niet: het begin kan zo niet meer. {reasons} Herstel het concept, of begin opnieuw.") from error
        self.house.put(live, self.tried.rules)
        self.keep(live, notes=told(self.tried, found, len(scenario.steps)), stuck=stuck_at(self.tried, found))

    def forget(self) -> None:
        """To begin anew."""
        self.house.put(None)
        self._save(None)

    def _save(self, kept: Mapping[str, Any] | None) -> None:
        with transaction() as store:
            keep_rehearsal(store, current_actor(), self.release_id, kept)
        self.kept = kept or {}


def houses() -> Houses:
    """The rehearsals of this process."""
    found: Houses = current_app.extensions["phu_houses"]
    return found


@contextmanager
def trying(release_id: str) -> Iterator[Trying]:
    """The rehearsal of who asks. Raises NotFound, NotYours, and ReleaseInvalid when the release cannot be read."""
    with transaction() as store:
        shown = show_rehearsal(store, current_actor(), release_id)
    tried = houses().read(shown.line.digest, lambda: _files(release_id))
    with houses().house(current_actor().user_id, release_id) as house:
        with transaction() as store:
            kept = show_rehearsal(store, current_actor(), release_id).kept
        here = Trying(release_id, shown, tried, house, kept)
        _settle(here)
        yield here


def _files(release_id: str) -> Mapping[str, bytes]:
    with transaction() as store:
        return read_draft(store, current_actor(), release_id)


def _settle(here: Trying) -> None:
    """What is kept, alive: as it is here, or played again."""
    kept, house = here.kept, here.house
    here.changed = bool(kept) and kept["rules"] != here.tried.rules
    if kept and house.holds(kept["scenario"], kept["rules"]):
        here.live = house.live
    elif kept and not here.changed:
        scenario = recorded(kept)
        try:
            live, found = replay(here.tried.work, scenario)
        except PhuError:  # this version of the program cannot even begin it: the page offers to begin anew
            house.put(None)
            here.changed = True
            return
        house.put(live, here.tried.rules)
        here.live = live
        if live.text != kept["scenario"]:
            here.keep(live, notes=told(here.tried, found, len(scenario.steps)) or kept.get("notes", ()), stuck=kept.get("stuck"))
    else:
        house.put(None)


def recorded(kept: Mapping[str, Any]) -> Scenario:
    """The kept scenario, read."""
    return read_scenarios({"proef.yaml": str(kept["scenario"]).encode()})[0]


def begun(here: Trying) -> Live:
    """The rehearsal that lives here, at the step that the page showed. Raises OutOfDate."""
    if here.live is None:
        raise OutOfDate(CHANGED if here.changed else NOT_BEGUN)
    if request.method == "POST" and request.form.get("_versie", type=int) not in (None, len(here.live.scenario.steps)):
        raise OutOfDate(MEANWHILE)
    return here.live


def step(here: Trying, act: Callable[[Live], None]) -> bool:
    """One step of the rehearsal, kept. False when the case got stuck: then it stands as before the step, and the page says where.
    Raises FormInvalid, PlayStopped."""
    live = begun(here)
    before = live.scenario
    try:
        act(live)
    except CaseStuck as stuck:
        here.put_back(before, stuck=stuck_words(here.tried, stuck))
        return False
    here.keep(live)
    return True


def stuck_words(tried: Tried, stuck: CaseStuck) -> dict[str, str]:
    """Where and why, with the file to mend."""
    return {"sentence": stuck.message, "element": stuck.element, "file": file_of(tried, stuck.element)}


def stuck_at(tried: Tried, found: Sequence[Deviation]) -> dict[str, str] | None:
    """The same for a step that got stuck while it was played again."""
    if not found or not found[-1].element:
        return None
    return {"sentence": found[-1].sentence, "element": found[-1].element, "file": file_of(tried, found[-1].element)}


def file_of(tried: Tried, element: str) -> str:
    """The drawing or table in which the element stands; "" when none does."""
    for diagram in tried.work.diagrams:
        if any(one.id == element for one in diagram.elements):
            return str(diagram.file)
    named = f'id="{element}"'.encode()
    return next((path for path, content in tried.work.files.items() if path.endswith(".dmn") and named in content), "")


def told(tried: Tried, found: Sequence[Deviation], steps: int) -> list[str]:
    """Where a rehearsal went another way when it was played again, as sentences."""
    notes = []
    for one in found:
        where = f"Stap {one.number} ({in_words(one.step, tried.work)})" if one.step else "Het begin"
        notes.append(f"{where} kan niet meer: {one.sentence}" if one.stopped else f"{where} gaat nu anders: {_plainly(one.sentence)}.")
        if one.stopped and steps > one.number:
            notes.append(f"De stappen daarna zijn vervallen: {steps - one.number}.")
    return notes


def named(live: Live, title: str, article: str) -> Scenario:
    """The rehearsal as a scenario with a name of its own."""
    return replace(live.scenario, title=title, article=article)


def _plainly(sentence: str) -> str:
    """A difference as a scenario tells it, for who reads a page: what is now, what was."""
    for pattern, words in _SAID:
        sentence = pattern.sub(words, sentence)
    return _DAY.sub(lambda day: date_without_day(date.fromisoformat(day[0])), sentence).replace("_", " ")


def on(release_id: str, done: bool, role: str) -> Response:
    """After a step: back to the page, as the same party; ``done`` False: the case got stuck."""
    if not done:
        tell("De casus loopt hier vast. De stap is niet gedaan; bovenaan staat waar het misgaat.", kind="fout")
    return to(release_id, role)


def to(release_id: str, role: str = "") -> Response:
    """The page of the rehearsal."""
    return redirect(url_for("rehearsal.proef", release_id=release_id, **({"als": role} if role else {})), 303)


def elsewhere(error: PhuError) -> Response:
    """What cannot be done now leads back to the rehearsal, which shows what can."""
    tell(error.message, kind="let-op")
    return to((request.view_args or {})["release_id"])
