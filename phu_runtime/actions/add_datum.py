"""A datum is added to the dictionary of a draft, so that a form may ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.shapes import Actor
from phu_runtime.steps.draft_files import file_to_change, keep_file
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.editing.dictionary import read_values, with_datum
from phu_runtime.workprocess.release import DICTIONARY


def add_datum(store: Store, actor: Actor, release_id: str, given: Mapping[str, str], based_on: str) -> str:
    """The key of the datum. ``given``: sleutel, label, soort, opslag, groep and, for a choice, waarden (one a line).

    Raises FormInvalid (with the article for what PP-B3 does not name), OutOfDate, NotFound, NotYours."""
    content = file_to_change(store, actor, release_id, DICTIONARY, based_on)
    key = given.get("sleutel", "").strip()
    values = read_values(given.get("waarden", ""))
    entry: dict[str, Any] = {"label": given.get("label", "").strip(), "soort": given.get("soort", "")}
    entry |= {"waarden": values} if values else {}
    entry |= {"opslag": given.get("opslag", ""), "groep": given.get("groep", "")}
    keep_file(store, actor, release_id, DICTIONARY, with_datum(content, key, entry), based_on)
    return key
