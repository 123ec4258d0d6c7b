"""Asking that groups of running cases go over to a release; they go one by one after this (``go_on_migration``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from phu_runtime.access import require
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.records import moves, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.migrating import why_not_over
from phu_runtime.steps.places import CANNOT, MigrationGroup
from phu_runtime.steps.store import Store


def begin_migration(store: Store, actor: Actor, release_id: str, chosen: Sequence[MigrationGroup], moved: Mapping[str, str]) -> str:
    """``moved``: for each element that is gone, where its token goes on. The id of the move. Raises NotYours, NotFound, OutOfDate (no
    case can go there, or none is left), FormInvalid when a choice is missing."""
    require(actor, "migrate_cases")
    release = releases.get_release(store.session, release_id)
    why_not = why_not_over(release, store.now)
    if why_not:
        raise OutOfDate(why_not)
    rows = []
    for group in chosen:
        if group.state == CANNOT:
            raise OutOfDate(f"Deze casussen kunnen niet over: '{group.obstacles[0][1]}'. {group.obstacles[0][2]}")
        choices = {}
        for element, places in group.choices.items():
            if moved.get(element) not in [key for key, _ in places]:
                raise FormInvalid({element: "Kies waar het werk verdergaat."})
            choices[element] = moved[element]
        place = ", ".join(group.positions) or "geen open taak"
        rows += [(case_id, place, json.dumps(choices)) for case_id in group.case_ids]
    if not rows:
        raise OutOfDate("Hier staat geen casus meer. Bekijk hoe het nu is.")
    many = "1 casus" if len(rows) == 1 else f"{len(rows)} casussen"
    release_history.note_event(store.session, release, "gemigreerd", actor.user_id, store.now, many)
    return moves.add_move(store.session, release.id, actor.user_id, store.now, rows)
