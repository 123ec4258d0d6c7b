"""One diagram of a release beside its outline, with everything about the element that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.access import may
from phu_runtime.engine import read_drawn
from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.release_shapes import DiagramPage, DraftFile
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.drafting import file_digest
from phu_runtime.workprocess.editing.diagrams import Paper, chosen_element, outline, read_choices

Words = Mapping[str, str]


def show_draft_diagram(
    store: Store,
    actor: Actor,
    release_id: str,
    path: str,
    element: str = "",
    given: Words | None = None,
    problems: Words | None = None,
) -> DiagramPage:
    """``element``: id of what the reader chose, "" for nothing yet; one that is gone is nothing. ``given`` and ``problems``: input that
    could not be kept. Raises NotFound, NotYours, and ReleaseInvalid for a file that is no diagram."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    files = releases.release_files(store.session, release_id)
    if path not in files:
        raise NotFound(f"De tekening {path} staat niet in deze versie.")
    diagram, paper = read_drawn(path, files[path]), Paper(path, files[path])
    edit = release.status == "draft" and may(actor, "edit_work_process").allowed
    chosen = None
    if element:
        try:
            chosen = chosen_element(paper, diagram, element, read_choices(files), given, problems)
        except NotFound:
            chosen = None
    return DiagramPage(
        file=DraftFile(show_line(store, release), path, files[path], file_digest(files[path]), edit),
        key=diagram.key,
        name=diagram.name,
        documentation=diagram.documentation,
        outline=outline(diagram),
        chosen=chosen,
    )
