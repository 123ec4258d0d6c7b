"""The worklist: the tasks of one's own organisation, by term. No names of tenants: looking at a dossier is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from phu_runtime.access import require
from phu_runtime.calendar import AMSTERDAM, Calendar, local_date
from phu_runtime.records import accounts, worklist
from phu_runtime.records.worklist import ORDERS, VIEWS, Filters, Viewer
from phu_runtime.shapes import Actor, WorklistShown
from phu_runtime.showing.lines import phase_name
from phu_runtime.showing.names import tenant_names
from phu_runtime.showing.rows import show_row
from phu_runtime.showing.terms import NEAR
from phu_runtime.steps.store import Store


def show_worklist(
    store: Store, actor: Actor, view: str = "mijn", filters: Mapping[str, str] | None = None, sort: str = "termijn", page: int = 1
) -> WorklistShown:
    """``view``: mijn, organisatie, vrij, or namens (of absent colleagues). ``filters``: gemeente, taak, zoek (part of a case number),
    termijn (a state of the term), namen ("ja": with the names that the reader may see; each look is logged). ``sort``: termijn,
    casus, taak, gemeente. Fifty rows a page; counts stop at 100. Raises NotYours."""
    require(actor, "see_worklist")
    views = VIEWS if actor.stands_in_for else VIEWS[:-1]
    view = view if view in views else "mijn"
    wanted = {key: value for key, value in (filters or {}).items() if value}
    chosen = _filters(wanted, store.now)
    viewer = Viewer(actor.organisation_id, actor.user_id, view, tuple(actor.stands_in_for))
    order = sort if sort in ORDERS else "termijn"
    rows, more = worklist.worklist(store.session, viewer, chosen, order=order, page=max(page, 1))
    names = accounts.names_of(store.session, [task.claimed_by for task, _ in rows if task.claimed_by])
    tenants = tenant_names(store, actor, [case.id for _, case in rows]) if wanted.get("namen") == "ja" else {}
    shown = []
    for task, case in rows:
        work = store.runtime.work_process(store.session, case.release_id)
        phase = phase_name(work, case)
        seen: dict[str, Any] = {"phase": phase, "organisation": actor.organisation, "names": names, "tenant": tenants.get(case.id, "")}
        seen["candidates"] = (actor.organisation_id,)
        shown.append(show_row(task, case, actor, store.now, work.calendar, **seen))
    counts = {name: worklist.count_tasks(store.session, replace(viewer, view=name)) for name in views}
    return WorklistShown(
        view=view,
        rows=shown,
        counts=counts,
        filters={**wanted, "sorteer": order},
        municipalities=[name for name in worklist.municipalities(store.session, actor.organisation_id) if name],
        tasks=worklist.task_names(store.session, actor.organisation_id),
        page=max(page, 1),
        pages=max(page, 1) + (1 if more else 0),
    )


def _filters(wanted: Mapping[str, str], now: datetime) -> Filters:
    due_from, due_before, without = _moments(wanted.get("termijn", ""), now)
    return Filters(
        municipality=wanted.get("gemeente", ""),
        task=wanted.get("taak", ""),
        text=wanted.get("zoek", ""),
        due_from=due_from,
        due_before=due_before,
        without_due=without,
    )


def _moments(state: str, now: datetime) -> tuple[datetime | None, datetime | None, bool]:
    """A state of the term as moments: from (inclusive), before (exclusive), and whether tasks without a term are meant."""
    tomorrow = datetime.combine(local_date(now) + timedelta(days=1), datetime.min.time(), AMSTERDAM)
    near = Calendar().add_working_days(now, NEAR) + timedelta(seconds=1)
    spans = {
        "te_laat": (None, now, False),
        "vandaag": (now, tomorrow, False),
        "nadert": (tomorrow, near, False),
        "ruim": (near, None, False),
        "geen": (None, None, True),
    }
    return spans.get(state, (None, None, False))
