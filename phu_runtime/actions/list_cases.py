"""The cases of one's organisation."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.access import require
from phu_runtime.records import cases
from phu_runtime.records.cases import CaseFilter
from phu_runtime.shapes import Actor, CaseHeader
from phu_runtime.showing.lines import case_line
from phu_runtime.steps.store import Store


def list_cases(store: Store, actor: Actor, filters: Mapping[str, str] | None = None, page: int = 1) -> tuple[list[CaseHeader], int]:
    """Fifty cases a page, newest first, without names; and the number of the last page known. ``filters``: status,
    gemeente, zoek. Only cases that have reached the organisation. Raises NotYours."""
    require(actor, "see_worklist")
    given = filters or {}
    wanted = CaseFilter(status=given.get("status", ""), municipality=given.get("gemeente", ""), text=given.get("zoek", ""))
    page = max(page, 1)
    rows, more = cases.cases_of_organisation(store.session, actor.organisation_id, wanted, page=page)
    return [case_line(store, case) for case in rows], page + (1 if more else 0)
