"""What the gate found before: findings by release, and the files that were read within their limits, both by digest."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from phu_runtime.workprocess.gate.limits import check_on_save
from phu_runtime.workprocess.gate.whole import Checked

RELEASES = 32
FILES = 4_000


class Memory:
    """Lives as long as the process. Nothing but a digest vouches for a file, so one that changed a byte is read anew, with the
    limits of one file; the release as a whole is read with its limits each time."""

    def __init__(self, check: Callable[..., Checked] = check_on_save) -> None:
        self._check = check
        self._found: OrderedDict[str, Checked] = OrderedDict()
        self._read: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, digest: str) -> Checked | None:
        """What was found in the release with this digest; None when it was not checked here, or long ago."""
        with self._lock:
            return self._found.get(digest)

    def check(self, digest: str, files: Mapping[str, bytes]) -> Checked:
        """``check_on_save`` of the files with this digest, or what it said before. Seconds, so outside any transaction."""
        known = self.known(digest)
        if known is not None:
            return known
        names = {path: hashlib.sha256(path.encode() + b"\0" + content).hexdigest() for path, content in files.items()}
        with self._lock:
            read = [path for path, name in names.items() if name in self._read]
        checked = self._check(files, read=read)
        with self._lock:
            if not checked.ended:
                _keep(self._found, {digest: checked}, RELEASES)
            _keep(self._read, dict.fromkeys(names[path] for path in checked.read), FILES)
        return checked


def _keep(place: OrderedDict[str, Any], more: Mapping[str, Any], most: int) -> None:
    for key, value in more.items():
        place[key] = value
        place.move_to_end(key)
    while len(place) > most:
        place.popitem(last=False)
