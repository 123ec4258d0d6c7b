"""The worklist: my tasks, those of my organisation, those of nobody; filter, sort, claim, release, hand over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.hand_over_task import hand_over_task
from phu_runtime.actions.release_task import release_task
from phu_runtime.actions.show_chosen_tasks import show_chosen_tasks
from phu_runtime.actions.show_worklist import show_worklist
from phu_runtime.errors import FormInvalid, NotFound, NotYours, OutOfDate
from phu_runtime.pages.door import back_to, current_actor, roles_required, signed_in, transaction
from phu_runtime.pages.frame import CASEWORK, tell
from phu_runtime.pages.words import count

if TYPE_CHECKING:
    from phu_runtime.shapes import Actor, Done, TaskRow, WorklistShown

pages = Blueprint("worklist", __name__)

VIEWS = {"mijn": "Mijn taken", "organisatie": "Mijn organisatie", "vrij": "Niet toegewezen"}
ORDERS = {"termijn": "Termijn", "casus": "Casusnummer", "taak": "Taak", "gemeente": "Gemeente"}
STATES = {"te_laat": "Te laat", "vandaag": "Vandaag", "nadert": "Nadert", "ruim": "Ruim op tijd", "geen": "Zonder termijn"}
FILTERS = ("zoek", "termijn", "taak", "gemeente")
NAMES = {"namen": "ja"}


@pages.get("/werklijst")
@roles_required(*CASEWORK)
def werklijst() -> Response:
    """The list, without names of tenants."""
    return _page({})


@pages.post("/werklijst/namen")
@roles_required(*CASEWORK)
def namen() -> Response:
    """The same list with the names that the reader may see; looking at them is logged, so it takes a button."""
    return _page(NAMES)


def _page(extra: dict[str, str]) -> Response:
    asked = request.form if request.method == "POST" else request.args
    views = views_of(current_actor())
    view = asked.get("lijst") if asked.get("lijst") in views else "mijn"
    sort = asked.get("sorteer") if asked.get("sorteer") in ORDERS else "termijn"
    filters = {name: asked.get(name, "").strip() for name in FILTERS if asked.get(name, "").strip()}
    number = max(1, asked.get("pagina", 1, type=int))
    with transaction() as store:
        shown = show_worklist(store, current_actor(), view, filters | extra, sort, number)
    chosen = {"lijst": view, "sorteer": sort, **filters}
    address = _address(chosen)
    answer = make_response(render_template(
        "worklist.html", shown=shown, groups=groups(shown, sort), views=views, orders=ORDERS, states=STATES, chosen=chosen, filters=filters,
        sort=sort, names=bool(extra), address=address, page_address=lambda number: address(pagina=number if number > 1 else ""),
    ))
    answer.headers["HX-Push-Url"] = address(pagina=number if number > 1 else "")
    return answer


def views_of(actor: Actor) -> dict[str, str]:
    """The lists that this reader has; who stands in for colleagues has their tasks too."""
    absent = list(actor.stands_in_for.values())
    return {**VIEWS, "namens": f"Namens {absent[0]}" if len(absent) == 1 else f"Namens {len(absent)} collega’s"} if absent else VIEWS


def _address(chosen: dict[str, str]) -> Callable[..., str]:
    """The address of the list with some of what was chosen replaced; an empty value drops that choice."""

    def address(**changed: Any) -> str:
        values = {name: value for name, value in {**chosen, **changed}.items() if value and (name, value) != ("sorteer", "termijn")}
        return url_for("worklist.werklijst", **values)

    return address


def groups(shown: WorklistShown, sort: str) -> list[tuple[str, Sequence[TaskRow]]]:
    """The rows under headings by the state of their term when sorted on it, else under none."""
    if sort != "termijn":
        return [("", shown.rows)] if shown.rows else []
    return [(STATES.get(state, ""), list(rows)) for state, rows in groupby(shown.rows, key=lambda row: row.term.state)]


@pages.post("/werklijst/taken")
@roles_required(*CASEWORK)
def taken() -> Response | str:
    """One button in a row, or one of the buttons under the chosen rows."""
    if request.form.get("oppakken"):
        return _one_by_one([request.form["oppakken"]], claim_task, "opgepakt")
    chosen = request.form.getlist("taak")
    if not chosen:
        tell("Kies eerst een of meer taken.", kind="let-op")
        return back_to("worklist.werklijst")
    if request.form.get("actie") == "overdragen":
        return hand_over_page(chosen)
    if request.form.get("actie") == "vrijgeven":
        return _one_by_one(chosen, release_task, "vrijgegeven")
    return _one_by_one(chosen, claim_task, "opgepakt")


def _one_by_one(task_ids: Sequence[str], action: Callable[..., Done], done: str) -> Response:
    """Each task in a transaction of its own, so that one that was taken doesn't stop the others."""
    succeeded, refused = 0, []
    for task_id in task_ids:
        try:
            with transaction() as store:
                only = action(store, current_actor(), task_id)
            succeeded += 1
        except OutOfDate as error:
            refused.append(error.message)
    if succeeded == 1:
        taken_one = len(task_ids) == 1 and action is claim_task
        tell(only.sentence, links=((url_for("tasks.taak", task_id=task_ids[0]), "Naar de taak"),) if taken_one else ())
    elif succeeded:
        tell(f"{count(succeeded, 'taak is', 'taken zijn')} {done}.")
    for sentence in refused:
        tell(sentence, kind="let-op")
    return back_to("worklist.werklijst")


def hand_over_page(task_ids: Sequence[str], problems: dict[str, str] | None = None) -> str | Response:
    """Which tasks go, who gets them, and why."""
    with transaction() as store:
        chosen = show_chosen_tasks(store, current_actor(), task_ids)
    if not chosen.tasks:
        tell("Deze taken zijn er niet meer. Ververs de werklijst.", kind="let-op")
        return back_to("worklist.werklijst")
    return render_template("hand_over.html", chosen=chosen, colleagues=chosen.colleagues, problems=problems or {}, filled=request.form)


@pages.post("/taken/overdragen")
@signed_in
def overdragen() -> Response | str | tuple[str, int]:
    """Hand the chosen tasks to a colleague, each in a transaction of its own; what didn't go is listed with its reason."""
    with transaction() as store:
        chosen = show_chosen_tasks(store, current_actor(), request.form.getlist("taak"))
    moved: list[Done] = []
    left = []
    for place, task in enumerate(chosen.tasks):
        try:
            with transaction() as store:
                given = (task.task_id, request.form.get("collega", ""), request.form.get("reden", ""))
                moved.append(hand_over_task(store, current_actor(), *given))
        except FormInvalid as error:
            return hand_over_page([each.task_id for each in chosen.tasks[place:]], error.problems), 422
        except (OutOfDate, NotFound, NotYours) as error:
            left.append(f"{task.words} is niet overgedragen. {error.message}")
    _tell_moved(moved, left)
    return back_to("worklist.werklijst")


def _tell_moved(moved: Sequence[Done], left: Sequence[str]) -> None:
    if len(moved) == 1:
        tell(moved[0].sentence, told=tuple(moved[0].told))
    elif moved:
        tell(f"{len(moved)} taken zijn overgedragen.", told=tuple(moved[0].told))
    for sentence in left:
        tell(sentence, kind="let-op")
