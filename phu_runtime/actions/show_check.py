"""What the gate found in a release, and how far its whole check is: read, never checked anew."""

from __future__ import annotations

from phu_runtime.access import may
from phu_runtime.records import releases
from phu_runtime.release_shapes import CheckShown
from phu_runtime.shapes import Actor
from phu_runtime.showing.checks import found_in, show_whole
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store


def show_check(store: Store, actor: Actor, release_id: str) -> CheckShown:
    """Findings in the order of their files. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    checked, found = found_in(store, release)
    return CheckShown(
        line=show_line(store, release),
        checked=checked,
        findings=None if found is None else sorted(found.findings, key=lambda finding: (finding.file, finding.element)),
        notes=[] if found is None else found.notes,
        whole=show_whole(store, release),
        may_check=release.status == "draft" and may(actor, "edit_work_process").allowed,
        paths=frozenset(releases.release_paths(store.session, release.id)),
    )
