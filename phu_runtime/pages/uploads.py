"""What may be larger than a form: a file that is saved, a zip that is read in. Everything else keeps the small limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, request

if TYPE_CHECKING:
    from flask import Flask

V = TypeVar("V", bound=Callable[..., Any])


def register(app: Flask) -> None:
    """Set the limits of each request; before CSRF protection is hung on ``app``, because that reads the form."""
    app.before_request(allow_upload)


def takes_upload(largest: int) -> Callable[[V], V]:
    """The view takes up to ``largest`` bytes. It stands below ``signed_in``."""

    def decorate(view: V) -> V:
        view.largest_upload = largest  # type: ignore[attr-defined]
        return view

    return decorate


def largest_upload() -> int | None:
    """How many bytes the view that is asked takes; None when it keeps the small limit."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest: int | None = getattr(view, "largest_upload", None)
    return largest


def allow_upload() -> None:
    """The limit of the view that is asked, if it has its own."""
    largest = largest_upload()
    if largest is not None:
        request.max_content_length = request.max_form_memory_size = largest
