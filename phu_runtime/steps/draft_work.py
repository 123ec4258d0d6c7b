"""A version that may still be half done, read as far as it can be: its editors also open what the gate would refuse."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from phu_runtime.decisions import Decisions, read_models
from phu_runtime.dossier import Dictionary, read_dictionary
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess import WorkProcess, digest, read_release
from phu_runtime.workprocess.release import DICTIONARY

KEPT = 4
_READ: OrderedDict[str, WorkProcess] = OrderedDict()
_LOCK = threading.Lock()


@dataclass(frozen=True)
class DraftWork:
    """The files; the release when it can be read as one, else None and why not; what can be read without it."""

    files: Mapping[str, bytes]
    work: WorkProcess | None
    unreadable: str
    dictionary: Dictionary

    def decisions(self, path: str, content: bytes) -> Decisions:
        """Every decision, with this content for one file. Raises ReleaseInvalid for what is no DMN."""
        tables = {name: found for name, found in self.files.items() if name.endswith(".dmn")}
        return read_models({**tables, path: content})


def draft_work(files: Mapping[str, bytes]) -> DraftWork:
    """Raises nothing for a broken file: ``unreadable`` tells its first problem."""
    try:
        work = _read(files)
    except ReleaseInvalid as error:
        return DraftWork(files, None, error.findings[0].message if error.findings else error.message, _dictionary(files))
    return DraftWork(files, work, "", work.dictionary)


def _read(files: Mapping[str, bytes]) -> WorkProcess:
    """Read once for the files as they are; a page that only looks again does not read again."""
    key = digest(files)
    with _LOCK:
        if key in _READ:
            _READ.move_to_end(key)
            return _READ[key]
    work = read_release(files)
    with _LOCK:
        _READ[key] = work
        while len(_READ) > KEPT:
            _READ.popitem(last=False)
    return work


def _dictionary(files: Mapping[str, bytes]) -> Dictionary:
    try:
        return read_dictionary(files.get(DICTIONARY, b""))
    except ReleaseInvalid:
        return Dictionary({}, {})
