"""Trying a draft ("proefdraaien"): an invented case, played as every party, with a clock of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, render_template, request, url_for

from phu_runtime.actions.note_rehearsal import note_rehearsal
from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.calendar import AMSTERDAM, local_date
from phu_runtime.errors import FormInvalid, OutOfDate, PhuError, ReleaseInvalid
from phu_runtime.pages.cases import as_xml
from phu_runtime.pages.door import answers, current_actor, signed_in, transaction
from phu_runtime.pages.filled import changed, with_problems
from phu_runtime.pages.frame import tell
from phu_runtime.pages.tasks import as_pdf
from phu_runtime.pages.trying import ADDRESS, Trying, begun, elsewhere, named, on, recorded, step, to, trying
from phu_runtime.rehearsal import beginning, viewed
from phu_runtime.rehearsal.live import Live
from phu_runtime.rehearsal.play import PlayStopped
from phu_runtime.rehearsal.rehearse import play_through
from phu_runtime.rehearsal.scenario import read_scenarios
from phu_runtime.rehearsal.written import write_scenario

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.rehearsal.beginning import StartShown

pages = Blueprint("rehearsal", __name__, url_prefix=ADDRESS)
pages.register_error_handler(OutOfDate, elsewhere)
pages.register_error_handler(PlayStopped, elsewhere)

MORNING = time(9)
STEPS = {"werkdag": "+1 werkdag", "week": "+1 week"}
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_]{1,58}[a-z0-9]")
BAD_NAME = "Gebruik 3 tot 60 kleine letters, cijfers en _ en begin met een letter of cijfer, bijvoorbeeld kortere_termijn."
TAKEN = "Er is al een scenario met deze naam. Kies een andere naam."


@pages.get("")
@signed_in
def proef(release_id: str) -> str:
    """The rehearsal as it stands, else what it can begin with; the findings when the draft cannot be read."""
    return _page(release_id)


def _page(release_id: str, problems: Mapping[str, str] | None = None) -> str:
    try:
        with trying(release_id) as here:
            return _shown(here, problems or {})
    except ReleaseInvalid as invalid:
        return render_template("rehearsal/findings.html", release_id=release_id, findings=invalid.findings)


def _shown(here: Trying, problems: Mapping[str, str]) -> str:
    words = {"line": here.shown.line, "release_id": here.release_id, "problems": problems, "filled": request.form}
    if here.live is None:
        if here.changed:
            return render_template("rehearsal/changed.html", steps=len(recorded(here.kept).steps), **words)
        return render_template("rehearsal/start.html", **words, **_choices(here))
    seen = viewed.view(here.live, request.args.get("als", ""))
    running = [one for one in seen.diagrams[1:] if one.active] or list(seen.diagrams)
    drawing = next((one for one in seen.diagrams if one.key == request.args.get("tekening")), running[0] if running else None)
    return render_template(
        "rehearsal/overview.html",
        seen=seen,
        drawing=drawing,
        outline=[one for one in seen.steps if drawing and one.diagram == drawing.key],
        kept=here.kept,
        changed=here.changed,
        may_record=here.shown.may_record,
        version=len(here.live.scenario.steps),
        **words,
    )


def _choices(here: Trying) -> dict[str, Any]:
    work = here.tried.work
    with transaction() as store:
        today = local_date(store.now)
    return {
        "starts": beginning.starts(work),
        "municipalities": beginning.municipalities(work),
        "tenants": list(beginning.tenants(work)),
        "corporations": beginning.corporations(work),
        "today": today.isoformat(),
    }


# ---- beginning


@pages.get("/begin")
@signed_in
def begin(release_id: str) -> str:
    """The form with which the case starts, with the invented tenant and an example in it."""
    chosen = request.args
    with trying(release_id) as here:
        _only_one(here)
        start, now = _start(here, chosen.get("formulier", "")), _moment(chosen)
        raw = {"gemeente": chosen.get("gemeente", ""), **beginning.tenants(here.tried.work).get(chosen.get("huurder", ""), {})}
        raw |= beginning.example_answers(here.tried.work, start.form, chosen.get("voorbeeld", ""), now)
        keys = {component.key for component in here.tried.work.forms[start.form].fields()}
        known = {key: str(value) if not isinstance(value, list) else value for key, value in raw.items() if key in keys}
        return _begin_page(here, start, known, now, chosen.get("organisatie", ""))


def _begin_page(
    here: Trying, start: StartShown, raw: Mapping[str, Any], now: datetime, organisation: str, problems: Mapping[str, str] | None = None
) -> str:
    form = beginning.start_form(here.tried.work, start.form, raw, now, problems)
    return render_template(
        "rehearsal/begin.html",
        form=with_problems(form, problems or {}),
        start=start,
        organisation=organisation if organisation in start.organisations else start.organisations[0],
        at=now,
        line=here.shown.line,
        release_id=here.release_id,
        examples=list(beginning.examples(here.tried.work, start.form)),
        chosen=request.args,
    )


@pages.post("/begin")
@signed_in
def beginnen(release_id: str) -> Response | str | tuple[str, int]:
    """The case starts, in a house of its own."""
    given = {name: request.form.get(f"_{name}", "") for name in ("datum", "tijd", "organisatie")}
    with trying(release_id) as here:
        _only_one(here)
        start, now = _start(here, request.form.get("_formulier", "")), _moment(given)
        if request.form.get("actie") == "bijwerken":
            return _begin_page(here, start, answers(), now, given["organisatie"])
        organisation = given["organisatie"] if given["organisatie"] in start.organisations else start.organisations[0]
        try:
            live = Live(here.tried.work, _opening(here, start, organisation, now))
        except FormInvalid as error:
            return _begin_page(here, start, answers(), now, organisation, error.problems), 422
        except PhuError as error:
            return _begin_page(here, start, answers(), now, organisation, {"": error.message}), 422
        here.house.put(live, here.tried.rules)
        here.keep(live)
    with transaction() as store:
        note_rehearsal(store, current_actor(), release_id)
    tell("Uw proef is begonnen.")
    return to(release_id)


def _only_one(here: Trying) -> None:
    """Raises OutOfDate where a rehearsal is under way: a form that stood open may not wipe it out."""
    if here.kept:
        raise OutOfDate("U heeft hier al een proef. Wilt u een andere, kies dan eerst Opnieuw beginnen.")


def _opening(here: Trying, start: StartShown, organisation: str, now: datetime) -> Any:
    work = here.tried.work
    said = beginning.start_answers(work, start.form, answers(), now)
    return beginning.opening(start, organisation, now, said)


@pages.post("/begin/vragen")
@signed_in
def beginvragen(release_id: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    given = {name: request.form.get(f"_{name}", "") for name in ("datum", "tijd")}
    with trying(release_id) as here:
        form = beginning.start_form(here.tried.work, _start(here, request.form.get("_formulier", "")).form, answers(), _moment(given))
    return render_template("parts/changed.html", fields=changed(form))


def _start(here: Trying, form: str) -> StartShown:
    """The start with this form; the first when none is named."""
    found = [one for one in beginning.starts(here.tried.work) if one.form == (form or one.form)]
    return found[0] if found else abort(404)


def _moment(given: Mapping[str, str]) -> datetime:
    """The day and time of the form; nine in the morning without a time, today without a day."""
    try:
        day = datetime.fromisoformat(given.get("datum", "")).date()
    except ValueError:
        with transaction() as store:
            day = local_date(store.now)
    try:
        at = time.fromisoformat(given.get("tijd", ""))
    except ValueError:
        at = MORNING
    return datetime.combine(day, at.replace(second=0, microsecond=0, tzinfo=None), AMSTERDAM)


# ---- the clock


@pages.post("/klok")
@signed_in
def klok(release_id: str) -> Response | tuple[str, int]:
    """The clock of this rehearsal forward: a step, or until a day."""
    text = STEPS.get(request.form.get("stap", "")) or request.form.get("tot", "")
    if request.form.get("stap") == "dag_kiezen":
        text = f"{request.form.get('dag', '')} {request.form.get('uur', '') or '09:00'}"
    return _move(release_id, lambda one: one.move(text), "dag")


@pages.post("/verder")
@signed_in
def verder(release_id: str) -> Response | tuple[str, int]:
    """On in the case that came of this one."""
    return _move(release_id, lambda one: one.follow(request.form.get("proces", "")), "")


def _move(release_id: str, act: Any, field: str) -> Response | tuple[str, int]:
    try:
        with trying(release_id) as here:
            before = begun(here).scenario
            try:
                done = step(here, act)
            except PlayStopped as stopped:
                here.put_back(before)
                raise FormInvalid({field: stopped.message}) from stopped
    except FormInvalid as error:
        return _page(release_id, error.problems), 422
    return on(release_id, done, request.form.get("als", ""))


# ---- back, again, kept


@pages.post("/terug")
@signed_in
def terug(release_id: str) -> Response:
    """As before the last step."""
    with trying(release_id) as here:
        scenario = begun(here).scenario
        if not scenario.steps:
            raise OutOfDate("U staat al aan het begin van de proef.")
        last = viewed.in_words(scenario.steps[-1], here.tried.work)
        here.put_back(beginning.without_last(scenario))
    tell(f"Teruggezet: {last}.")
    return to(release_id)


@pages.post("/opnieuw")
@signed_in
def opnieuw(release_id: str) -> Response:
    """Forget the rehearsal."""
    with trying(release_id) as here:
        here.forget()
    tell("Uw proef is weg. U kunt een nieuwe beginnen.")
    return to(release_id)


@pages.post("/naspelen")
@signed_in
def naspelen(release_id: str) -> Response:
    """The same steps on the files as they are now."""
    with trying(release_id) as here:
        if not here.kept:
            raise OutOfDate("U heeft hier nog geen proef. Begin er een.")
        here.play_again()
        same = not here.kept["notes"]
    tell("De proef is nagespeeld op de nieuwe bestanden. " + ("Alles gaat hetzelfde." if same else "Hieronder staat wat er anders gaat."))
    return to(release_id)


@pages.post("/opnemen")
@signed_in
def opnemen(release_id: str) -> Response | tuple[str, int]:
    """The rehearsal as a scenario in the draft, after it was played once more from the file."""
    name, title = request.form.get("naam", "").strip(), " ".join(request.form.get("titel", "").split())
    article = " ".join(request.form.get("artikel", "").split()) or beginning.ABOUT
    try:
        with trying(release_id) as here:
            content = _recorded(here, name, title, article)
        try:
            with transaction() as store:
                save_draft_file(store, current_actor(), release_id, f"scenarios/{name}.yaml", content, "")
        except OutOfDate as error:
            raise FormInvalid({"naam": TAKEN}) from error
    except FormInvalid as error:
        return _page(release_id, error.problems), 422
    file = f"{url_for('releases.versie', release_id=release_id)}/bestanden/scenarios/{name}.yaml"
    tell(f"Opgenomen als scenario {name}. Het staat nu bij de bestanden van dit concept.", links=((file, "Bekijk het scenario"),))
    return to(release_id)


def _recorded(here: Trying, name: str, title: str, article: str) -> bytes:
    """The file. Raises FormInvalid for a bad name, and when it does not play as it was seen."""
    problems = {} if FILE_NAME.fullmatch(name) else {"naam": BAD_NAME}
    if not title:
        problems["titel"] = "Geef het scenario een titel: in één zin wat er gebeurt."
    if here.changed:
        problems[""] = "Speel de proef eerst na op de nieuwe bestanden. Neem hem daarna op."
    if problems:
        raise FormInvalid(problems)
    content = write_scenario(named(begun(here), title, article))
    result = play_through(here.tried.work, read_scenarios({f"{name}.yaml": content})[0])
    if not result.passed:
        raise FormInvalid(
            {"": f"De proef liep bij het naspelen anders: {result.problems[0][1]}. Speel hem opnieuw en probeer het nog eens."}
        )
    return content


# ---- to look at


@pages.get("/tekening/<key>.bpmn")
@signed_in
def tekening(release_id: str, key: str) -> Response:
    """The XML of a drawing, for the viewer."""
    with trying(release_id) as here:
        return as_xml(viewed.diagram(begun(here), key))


@pages.get("/brieven/<letter_id>")
@signed_in
def brief(release_id: str, letter_id: str) -> str:
    """A letter as text."""
    with trying(release_id) as here:
        found = viewed.letter(begun(here), letter_id) or abort(404)
        return render_template("rehearsal/letter.html", letter=found, letter_id=letter_id, line=here.shown.line, release_id=release_id)


@pages.get("/brieven/<letter_id>.pdf")
@signed_in
def brief_pdf(release_id: str, letter_id: str) -> Response:
    """The same as it would be printed."""
    with trying(release_id) as here:
        return as_pdf(viewed.letter(begun(here), letter_id) or abort(404))
