"""Error pages: what went wrong and what the reader can do, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from phu_runtime.errors import CaseStuck, PhuError
from phu_runtime.pages.door import actor_or_none, wants_part
from phu_runtime.pages.uploads import largest_upload

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

TITLES = {
    400: "Dit verzoek klopt niet",
    401: "U bent niet ingelogd",
    403: "Dit mag u niet bekijken",
    404: "Deze pagina is er niet",
    405: "Dit kan niet op deze manier",
    409: "Iemand was u voor",
    413: "Dit is te groot",
    422: "Dit kan zo niet",
    429: "Te vaak geprobeerd",
    500: "Er ging iets mis",
    503: "Even geduld",
}
ADVICE = {
    400: "Ga terug, laad de pagina opnieuw en probeer het nog eens.",
    401: "Log opnieuw in. Wat u als concept bewaarde, staat er nog.",
    403: "Uw organisatie of uw rol geeft hier geen toegang toe. Denkt u dat dit niet klopt? Vraag het uw beheerder.",
    404: "Het adres klopt niet, of wat hier stond is vernietigd. Begin opnieuw bij uw werklijst.",
    405: "Ga terug en gebruik de knop of de link op de pagina.",
    409: "Bekijk hoe het nu staat en probeer het daarna opnieuw.",
    413: "U stuurde meer gegevens dan een formulier kan bevatten. Maak de tekst korter en verstuur opnieuw.",
    422: "Controleer wat u invulde en verstuur opnieuw.",
    429: "Wacht een paar minuten en probeer het dan nog eens.",
    500: "Er is niets opgeslagen. Probeer het nog eens. Blijft het misgaan? Meld het uw beheerder, met het tijdstip.",
    503: "Het systeem is even niet bereikbaar. Probeer het over een minuut opnieuw.",
}
FILE_TOO_LARGE = "Dit bestand is te groot: ten hoogste ongeveer {} MB. Er is niets bewaard. Haal weg wat er niet in hoort."
EXPIRED = "Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en verstuur nog eens."


def register(app: Flask) -> None:
    """Hang the error pages on ``app``."""
    app.register_error_handler(PhuError, ours)
    app.register_error_handler(CSRFError, lambda _error: page(400, EXPIRED))
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(500, lambda _error: page(500))


def ours(error: PhuError) -> Response:
    """One of our own errors: its message is the sentence to show."""
    title = "Deze stap kon niet worden uitgevoerd" if isinstance(error, CaseStuck) else ""
    return page(error.status, error.message, title)


def of_http(error: HTTPException) -> Response:
    """An error of the web server: a page that doesn't exist, a form that is too large."""
    largest = largest_upload() if error.code == 413 else None
    answer = page(error.code or 500, FILE_TOO_LARGE.format(max(largest // 1_000_000, 1)) if largest else "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def page(status: int, sentence: str = "", title: str = "") -> Response:
    """The error page with this status; a short one where htmx asked for a part of a page."""
    known = status if status in TITLES else (400 if status < 500 else 500)
    if status < 500:
        actor_or_none()  # a page that doesn't exist has not looked who asks, and the menu should stay
    words = {"title": title or TITLES[known], "sentence": sentence or ADVICE[known], "status": status}
    if wants_part():
        answer = make_response(render_template("parts/notice.html", **words), status)
        answer.headers["HX-Retarget"] = "#meldingen"
        answer.headers["HX-Reswap"] = "innerHTML"
        answer.headers["HX-Reselect"] = "#foutmelding"
        return answer
    return make_response(render_template("problem.html", **words), status)
