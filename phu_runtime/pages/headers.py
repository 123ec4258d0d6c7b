"""The headers of every answer: what a browser may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from flask import Flask, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# bpmn.io's editors place their parts with style attributes; style sheets and style elements stay ours alone.
EDITOR_POLICY = f"{POLICY}; style-src-attr 'unsafe-inline'"
# A browser draws a PDF in a page of its own, which a policy for our pages would leave empty.
DOCUMENT_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
YEAR = 31_536_000


def register(app: Flask) -> None:
    """Set the headers on every answer of ``app``."""
    app.after_request(set_headers)
    app.jinja_env.globals.update(canvas_bundle=canvas_bundle)


def canvas_bundle(kind: str, may_edit: bool) -> str:
    """The vendored bundle of a canvas (bpmn, dmn, form). A page with one gets the editors' policy; the viewer of drawings needs none."""
    bundle = "form-editor" if kind == "form" else f"{kind}-modeler" if may_edit else f"{kind}-viewer"
    g.editor = bundle != "bpmn-viewer"
    return bundle


def set_headers(answer: Response) -> Response:
    """Headers in our own lines, so that each can be read and defended here."""
    put = answer.headers.setdefault
    own = EDITOR_POLICY if g.get("editor") else POLICY
    put("Content-Security-Policy", DOCUMENT_POLICY if answer.mimetype == "application/pdf" else own)
    put("X-Content-Type-Options", "nosniff")
    put("X-Frame-Options", "DENY")
    put("Referrer-Policy", "same-origin")
    put("Cross-Origin-Opener-Policy", "same-origin")
    put("Cross-Origin-Resource-Policy", "same-origin")
    put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    if request.is_secure:
        put("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint == "static":
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if "v" in request.args else "no-cache"
    else:
        put("Cache-Control", "no-store")
    return answer
