"""The door of every page: one transaction, and who stands at it.

A view opens ``transaction()`` once, calls one action in it and renders after it has closed, so that no page is drawn
while the database is held. ``signed_in`` opens that transaction a little earlier to see who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import abort, current_app, g, make_response, redirect, request, url_for

from phu_runtime.errors import NotYours

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.shapes import Actor
    from phu_runtime.steps.runtime import Runtime
    from phu_runtime.steps.store import Store

P = ParamSpec("P")
R = TypeVar("R")
Recognise = Callable[["Store"], "Actor | None"]  # how a request becomes an actor; sign_in.recognise is the one

OF_THE_PAGE = frozenset({"csrf_token", "actie"})


def runtime() -> Runtime:
    """The runtime that ``register`` was given."""
    return current_app.extensions["phu"]


@contextmanager
def transaction() -> Iterator[Store]:
    """The store of the one transaction of this request; commits when the block ends, rolls back on an exception.

    A second block in the same request opens a transaction of its own (tasks claimed one by one, for instance).
    """
    store = _open()
    try:
        yield store
    except BaseException as error:
        if isinstance(error, NotYours) and error.actor is None:
            error.actor = g.get("actor")
        _close(error)
        raise
    _close(None)


def _open() -> Store:
    if "opened" not in g:
        stack = ExitStack()
        g.opened = (stack, stack.enter_context(runtime().transaction()))
    return g.opened[1]


def _close(error: BaseException | None) -> None:
    opened = g.pop("opened", None)
    if opened is not None:
        opened[0].__exit__(type(error) if error else None, error, error.__traceback__ if error else None)


def close_what_is_open(error: BaseException | None) -> None:
    """End a transaction that a view didn't use (a page that only needed to know who asks)."""
    _close(error)


def actor_or_none() -> Actor | None:
    """Who asks, or None for a visitor. Opens the transaction of the request when nobody has looked yet."""
    if "actor" not in g:
        store = _open()
        try:
            g.actor = current_app.extensions["phu_recognise"](store)
        except BaseException as error:
            _close(error)
            raise
    return g.actor


def current_actor() -> Actor:
    """Who asks; the page must be behind ``signed_in``."""
    actor = actor_or_none()
    if actor is None:
        abort(401)
    return actor


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The view is for people who signed in; others go to the sign-in page and come back here."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if actor_or_none() is None:
            return _to_sign_in()
        return view(*args, **kwargs)

    return guarded


def roles_required(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """The view is for who has one of ``roles``: roles of an account, or party keys.

    This only keeps a page out of sight that has nothing for the reader; the action behind it decides.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @signed_in
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not may_open(current_actor(), roles):
                with transaction():
                    raise NotYours("Deze pagina is niet voor uw rol. Denkt u dat dit niet klopt? Vraag het uw beheerder.", event="pagina")
            return view(*args, **kwargs)

        return guarded

    return decorate


def may_open(actor: Actor, roles: tuple[str, ...]) -> bool:
    """Whether the actor has one of ``roles``, or belongs to one of these parties."""
    return not (actor.roles | {actor.party}).isdisjoint(roles)


def answers() -> dict[str, str | list[str]]:
    """What was filled in: a value per field, a list where a name came more than once.

    Names that start with an underscore, the token against forgery and the buttons belong to the page, not to the form.
    """
    raw: dict[str, str | list[str]] = {}
    for name, values in request.form.lists():
        if name not in OF_THE_PAGE and not name.startswith("_"):
            raw[name] = values if len(values) > 1 else values[0]
    return raw


def wants_part() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def back_to(fallback: str, **values: Any) -> Response:
    """To the page that the form named in ``_terug`` if that is one of ours, else to ``fallback``."""
    return redirect(own_path(request.form.get("_terug", "")) or url_for(fallback, **values), 303)


def own_path(path: str) -> str:
    """``path`` when it is a path of this site, else ""."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path else ""


def _to_sign_in() -> Response:
    """To the sign-in page, which comes back to where the reader was."""
    address = "/inloggen" + (f"?{urlencode({'volgende': here})}" if (here := _reader_was_at()) not in ("", "/") else "")
    if wants_part():
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address, 303)


def _reader_was_at() -> str:
    if wants_part():
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return own_path(page.path + (f"?{page.query}" if page.query else ""))
    return request.full_path.rstrip("?") if request.method == "GET" else own_path(request.form.get("_hier", ""))
