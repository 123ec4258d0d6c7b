"""Cases: the list, the search, the page of one case with its drawing and letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.case_diagram import case_diagram
from phu_runtime.actions.export_efforts import export_efforts
from phu_runtime.actions.letter_pdf import letter_pdf
from phu_runtime.actions.list_cases import list_cases
from phu_runtime.actions.search_cases import search_cases
from phu_runtime.actions.show_case import show_case
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import current_actor, roles_required, signed_in, transaction
from phu_runtime.pages.frame import CASEWORK
from phu_runtime.pages.tasks import as_pdf

if TYPE_CHECKING:
    from phu_runtime.actions.search_cases import Found
    from phu_runtime.shapes import CaseShown, DiagramShown

pages = Blueprint("cases", __name__)

STATUSES = {"open": "Loopt", "afsluiten": "Wordt afgesloten", "gesloten": "Gesloten"}
FILTERS = ("zoek", "status", "gemeente")
MAY_START = "woningcorporatie"
ICONS = {
    "oplossing": "vink-rond",
    "nieuw_feit": "plus",
    "beeindiging": "stop",
    "casusregie_overdragen": "overdracht",
    "overdracht": "overdracht",
    "termijn_verlengen": "klok",
    "verlenging": "klok",
    "doorbetaling": "munten",
}
SEARCHES = {
    "nummer": ("Casusnummer", (("nummer", "Casusnummer", "Bijvoorbeeld PHU-2026-000123"),)),
    "adres": ("Adres", (("postcode", "Postcode", "Bijvoorbeeld 3311 AB"), ("huisnummer", "Huisnummer", ""))),
    "naam": (
        "Naam en geboortedatum",
        (("achternaam", "Achternaam", "Zonder tussenvoegsel"), ("geboortedatum", "Geboortedatum", "Bijvoorbeeld 24-11-1980")),
    ),
    "bsn": ("BSN", (("bsn", "Burgerservicenummer", ""),)),
}


@pages.get("/casussen")
@roles_required(*CASEWORK)
def casussen() -> str:
    """The cases of the organisation, without names."""
    filters = {name: request.args.get(name, "").strip() for name in FILTERS if request.args.get(name, "").strip()}
    number = max(1, request.args.get("pagina", 1, type=int))
    with transaction() as store:
        rows, last = list_cases(store, current_actor(), filters, number)

    def address(page: int) -> str:
        return url_for("cases.casussen", **filters, **({"pagina": page} if page > 1 else {}))

    page = {"rows": rows, "page": number, "pages": last, "address": address}
    return render_template("cases.html", filters=filters, statuses=STATUSES, **page, **_words())


@pages.post("/casussen/zoeken")
@roles_required(*CASEWORK)
def zoeken() -> str | tuple[str, int]:
    """Find a case by what is known of the tenant; what was searched stays out of the address bar."""
    kind = request.form.get("soort", "")
    values = {name: request.form.get(name, "").strip() for name, _, _ in SEARCHES.get(kind, ("", ()))[1]}
    found, problems = None, {}
    try:
        with transaction() as store:
            found = search_cases(store, current_actor(), kind, values)
    except FormInvalid as error:
        problems = dict(error.problems)
    page = _search_page(found, kind, values, problems)
    return (page, 422) if problems else page


@pages.get("/casussen/zoeken")
@roles_required(*CASEWORK)
def zoekpagina() -> str:
    """The empty search page."""
    return _search_page(None, "", {}, {})


def _search_page(found: Found | None, kind: str, values: Mapping[str, str], problems: Mapping[str, str]) -> str:
    return render_template(
        "case_search.html", found=found, kind=kind, values=values, problems=problems, statuses=STATUSES, **_words()
    )


def _words() -> dict[str, Any]:
    party = current_actor().party
    return {
        "searches": {kind: words for kind, words in SEARCHES.items() if kind != "bsn" or party != MAY_START},
        "may_start": party == MAY_START,
    }


@pages.get("/casussen/<case_id>")
@signed_in
def casus(case_id: str) -> str:
    """The page of one case."""
    with transaction() as store:
        shown = show_case(store, current_actor(), case_id)
    drawing = chosen_drawing(shown, request.args)
    steps = [step for step in shown.steps if drawing and step.diagram == drawing.key]
    tasks = sorted(shown.tasks, key=lambda row: (row.term.due is None, row.term.due or row.opened))
    return render_template("case.html", shown=shown, tasks=tasks, drawing=drawing, steps=steps, statuses=STATUSES, icons=ICONS)


def chosen_drawing(shown: CaseShown, asked: Mapping[str, str]) -> DiagramShown | None:
    """The drawing that was asked for, else the innermost one with something running, else the first."""
    by_key = {diagram.key: diagram for diagram in shown.diagrams}
    running = [diagram for diagram in shown.diagrams[1:] if diagram.active] or list(shown.diagrams)
    return by_key.get(asked.get("tekening", "")) or (running[0] if running else None)


@pages.get("/casussen/<case_id>/tekening/<key>.bpmn")
@signed_in
def tekening(case_id: str, key: str) -> Response:
    """The XML of a running diagram, for the viewer."""
    with transaction() as store:
        content = case_diagram(store, current_actor(), case_id, key)
    return as_xml(content)


def as_xml(content: bytes) -> Response:
    """XML for the viewer."""
    answer = make_response(content)
    answer.mimetype = "application/xml"
    return answer


@pages.get("/casussen/<case_id>/inspanningen.pdf")
@signed_in
def inspanningen(case_id: str) -> Response:
    """What every party did, as far as the reader may see it; drawn after the transaction."""
    with transaction() as store:
        made = export_efforts(store, current_actor(), case_id)
    return as_pdf(made)


@pages.get("/casussen/<case_id>/brieven/<letter_id>.pdf")
@signed_in
def brief(case_id: str, letter_id: str) -> Response:
    """A letter as it was sent; drawn after the transaction."""
    with transaction() as store:
        kept = letter_pdf(store, current_actor(), case_id, letter_id)
    return as_pdf(kept)
