"""What stands around every page: the menu that fits the reader's role, its counts, the clock of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g, request, session
from werkzeug.exceptions import HTTPException

from phu_runtime.actions.show_frame import show_frame
from phu_runtime.actions.tell_validity import ended_on
from phu_runtime.pages.door import close_what_is_open, may_open, runtime

if TYPE_CHECKING:
    from flask import Flask

    from phu_runtime.shapes import Actor, FrameShown

CASEWORK = ("medewerker", "coordinator")
MENU = (
    ("werklijst", "Werklijst", "/werklijst", CASEWORK),
    ("casussen", "Casussen", "/casussen", CASEWORK),
    ("overleg", "Toezicht", "/overleg", (*CASEWORK, "adviesgroep", "regiegroep", "manager", "procesregisseur", "fg")),
    ("berichten", "Berichten", "/berichten", ()),
    ("werkproces", "Werkproces", "/werkproces", ()),
    ("storingen", "Storingen", "/storingen", ("proceseigenaar", "adviesgroep")),
    ("beheer", "Beheer", "/beheer", ("beheerder", "coordinator")),
)


@dataclass(frozen=True)
class MenuLine:
    """One entry of the menu. ``count`` None: no badge."""

    key: str
    label: str
    address: str
    count: int | None


def register(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(around)


def around() -> dict[str, Any]:
    """The variables that ``layout.html`` uses. A page is drawn after its transaction, so this ends one that is still open."""
    close_what_is_open(None)
    actor = g.get("actor")
    seen = _seen(actor)
    return {
        "actor": actor,
        "demo": runtime().settings.demo,
        "nu": seen.now,
        "frame": seen,
        "thuis": home(actor),
        "verlopen": g.get("agreement_ended"),
        "menu": menu(actor, seen.counts) if actor else [],
        "hier": _here(),
        "meldingen": _messages,
    }


def _here() -> str:
    """The address of the page the reader sees: a form names it, and a form that is too large to read names nothing."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    try:
        return request.form.get("_hier", "")
    except HTTPException:
        return ""


def home(actor: Actor | None) -> tuple[str, str, str]:
    """Where a reader goes back to: its endpoint, and the words of a link and of a way back."""
    if actor is None or may_open(actor, CASEWORK):
        return "worklist.werklijst", "Naar de werklijst", "Terug naar de werklijst"
    return "meetings.overleg", "Naar Afspraken en toezicht", "Terug naar Afspraken en toezicht"


def menu(actor: Actor, counts: dict[str, int]) -> list[MenuLine]:
    """The entries that have something for this reader."""
    return [MenuLine(key, label, address, counts.get(key)) for key, label, address, roles in MENU if not roles or may_open(actor, roles)]


def tell(sentence: str, *, told: tuple[str, ...] = (), kind: str = "goed", links: tuple[tuple[str, str], ...] = ()) -> None:
    """Keep a sentence for the next page: what was done, who was told, where to go on."""
    session["melding"] = [*session.get("melding", []), {"sentence": sentence, "told": list(told), "kind": kind, "links": list(links)}]


def _seen(actor: Actor | None) -> FrameShown:
    if "frame" not in g:
        with runtime().reading() as store:
            g.frame = show_frame(store, actor)
            g.agreement_ended = ended_on(store) if actor is not None else None
    return g.frame


def _messages() -> list[dict[str, Any]]:
    return session.pop("melding", [])
