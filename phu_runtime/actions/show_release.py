"""One release: what it changes, what it holds, who agreed, what it lacks and what happened to it."""

from __future__ import annotations

from dataclasses import replace

from phu_runtime.access import may
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.records import release_history, releases
from phu_runtime.release_shapes import ReleaseShown
from phu_runtime.shapes import Actor
from phu_runtime.showing.checks import found_in, show_whole, why_not_green
from phu_runtime.showing.release_steps import show_steps
from phu_runtime.showing.releases import show_changes, show_demands, show_events, show_files, show_line
from phu_runtime.steps import drafts
from phu_runtime.steps.store import Store


def show_release(store: Store, actor: Actor, release_id: str) -> ReleaseShown:
    """Raises NotFound, NotYours (a draft is for who decides about it)."""
    release = releases.get_release(store.session, release_id)
    drafts.may_see(store, actor, release)
    now = drafts.standing(store, release)
    try:
        wanted = drafts.demands_of(now) if release.status == "draft" else []
    except ReleaseInvalid:
        wanted = []
    road = may(actor, "see_drafts").allowed
    owner = may(actor, "edit_work_process").allowed
    parent = releases.get_release(store.session, release.parent_id).name if release.parent_id else ""
    line, demands = show_line(store, release), show_demands(store, wanted, release)
    _, found = found_in(store, release)
    whole, why_not = show_whole(store, release), drafts.why_not_published(store, now)
    asked, draft = drafts.asked_already(store, release), release.status == "draft"
    lacking = any(len(demand.given) < demand.number for demand in demands)
    ready = found is not None and not found.findings and lacking
    shown = ReleaseShown(
        line=line,
        follows=parent,
        files=show_files(now.before, now.files),
        changes=show_changes(now.before, now.files),
        demands=demands,
        events=show_events(store, release_history.events_of(store.session, release.id)) if road else [],
        approve_as=drafts.can_approve_as(store, actor, release, wanted),
        why_not=why_not,
        may_edit=owner and release.status == "draft",
        may_withdraw=owner and line.active and releases.release_before(store.session, release, store.now) is not None,
        may_copy=owner and release.status != "draft" and not line.active,
        may_see_road=road,
        whole=whole,
        problems=None if found is None else len(found.findings),
        asked=asked,
        change_note=release.change_note or "",
        may_ask=owner and draft and ready and not asked,
        lacks=[sentence for sentence in (why_not, why_not_green(whole)) if sentence] if draft else [],
    )
    return replace(shown, steps=show_steps(shown))
