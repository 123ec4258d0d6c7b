"""The pages: the only package that knows Flask. ``new_app(runtime)`` gives the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect

from phu_runtime.pages import frame, headers, problems, uploads, words
from phu_runtime.pages.door import Recognise, close_what_is_open
from phu_runtime.rehearsal import Houses

if TYPE_CHECKING:
    from flask import Blueprint

    from phu_runtime.steps.runtime import Runtime

LARGEST_REQUEST = 200_000
MOST_FIELDS = 1_000


def new_app(runtime: Runtime) -> Flask:
    """The web application on ``runtime``. It lives in this package, so its templates and static files come along."""
    app = Flask(__name__)
    register(app, runtime)
    return app


def register(app: Flask, runtime: Runtime, recognise: Recognise | None = None) -> None:
    """Hang every page, error page, header and filter on ``app``. ``recognise`` tells who asks (default: ``sign_in``)."""
    from phu_runtime.pages import sign_in

    app.extensions["phu"] = runtime
    app.extensions["phu_houses"] = Houses()
    app.extensions["phu_recognise"] = recognise or sign_in.recognise
    _configure(app, runtime)
    uploads.register(app)
    CSRFProtect(app)
    headers.register(app)
    words.register(app)
    frame.register(app)
    problems.register(app)
    app.teardown_request(close_what_is_open)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)


def blueprints() -> list[Blueprint]:
    """Every blueprint, one per page module."""
    from phu_runtime.pages import (
        absence,
        account,
        cases,
        demo,
        draft_diagrams,
        draft_file_list,
        draft_files,
        draft_forms,
        draft_tables,
        events,
        health,
        help,
        incidents,
        intake,
        meetings,
        migration,
        notices,
        organisation_admin,
        post,
        rehearsal,
        rehearsal_steps,
        release_check,
        release_deeds,
        releases,
        reports,
        revision,
        sign_in,
        start,
        tasks,
        terms,
        worklist,
        workprocess,
    )

    people = (sign_in, account, absence, organisation_admin, post)
    work = (start, worklist, terms, tasks, events, intake, cases, meetings, notices, incidents)
    releases_of_it = (workprocess, releases, release_check, release_deeds, revision, migration, reports, rehearsal, rehearsal_steps)
    drafts = (draft_files, draft_file_list, draft_diagrams, draft_tables, draft_forms)
    return [module.pages for module in (*people, *work, *releases_of_it, *drafts, demo, help, health)]


def _configure(app: Flask, runtime: Runtime) -> None:
    secure = runtime.settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=runtime.settings.secret_key,
        SESSION_COOKIE_NAME="__Host-phu-blad" if secure else "phu-blad",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
    )
    app.json.sort_keys = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
