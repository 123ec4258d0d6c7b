"""The rehearsals that are warm in this process. One that is not here (another process has it, or this one began anew) is played
again from its scenario: so nothing is lost, and nothing but the scenario needs to be kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from phu_runtime.rehearsal.live import Live
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess import digest as release_digest

MOST = 20
IDLE_SECONDS = 2 * 60 * 60
READ = 4
SCENARIOS = "scenarios/"
Key = tuple[str, str]


@dataclass(frozen=True)
class Tried:
    """A release as it was read. ``rules``: the digest of all that a case runs on, so without the scenarios."""

    work: WorkProcess
    rules: str


class House:
    """One person's place for one release. Whoever holds it is alone in it. ``kept``: the scenario's text as it is kept for the
    rehearsal that lives here."""

    def __init__(self) -> None:
        self.live: Live | None = None
        self.kept = ""
        self.rules = ""
        self.used = 0.0
        self._holders = 0
        self._lock = threading.Lock()

    def put(self, live: Live | None, rules: str = "") -> None:
        """Another rehearsal, or none, in the place of the one that was here."""
        if self.live is not None and self.live is not live:
            self.live.close()
        self.live, self.rules, self.kept = live, rules, live.text if live else ""

    def holds(self, kept: str, rules: str) -> bool:
        """Whether what lives here is the rehearsal that is kept."""
        return self.live is not None and (self.kept, self.rules) == (kept, rules)


class Houses:
    """At most ``MOST``, each until nobody came for two hours. Safe to share between threads."""

    def __init__(self, most: int = MOST, seconds: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._houses: OrderedDict[Key, House] = OrderedDict()
        self._read: OrderedDict[str, Tried] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def house(self, user_id: str, release_id: str) -> Iterator[House]:
        """The house of this person for this release; others who come for it wait. A rehearsal that is no longer whole is dropped."""
        key = (user_id, release_id)
        with self._lock:
            self._make_room(key)
            house = self._houses.setdefault(key, House())
            self._houses.move_to_end(key)
            house.used = self._seconds()
            house._holders += 1
        try:
            with house._lock:
                yield house
                if house.live is not None and not house.live.whole:
                    house.put(None)
        finally:
            with self._lock:
                house._holders -= 1

    def _make_room(self, wanted: Key) -> None:
        """Lets go of what was left alone for long, and of the one left longest when there are too many."""
        free = [key for key, house in self._houses.items() if not house._holders and key != wanted]
        old = [key for key in free if self._seconds() - self._houses[key].used > IDLE_SECONDS]
        more = len(self._houses) - len(old) + (wanted not in self._houses) - self._most
        for key in old + [key for key in free if key not in old][: max(more, 0)]:
            self._houses.pop(key).put(None)

    def read(self, digest: str, files: Callable[[], Mapping[str, bytes]]) -> Tried:
        """The release with this digest, read once. Raises ReleaseInvalid."""
        with self._lock:
            if digest in self._read:
                self._read.move_to_end(digest)
                return self._read[digest]
        found = files()
        tried = Tried(read_release(found), release_digest({path: found[path] for path in found if not path.startswith(SCENARIOS)}))
        with self._lock:
            self._read[tried.work.digest] = tried
            while len(self._read) > READ:
                self._read.popitem(last=False)
        return tried

    def __len__(self) -> int:
        """How many are warm."""
        return sum(house.live is not None for house in self._houses.values())

    def forget(self) -> None:
        """As after a restart."""
        with self._lock:
            for key in [key for key, house in self._houses.items() if not house._holders]:
                self._houses.pop(key).put(None)
            self._read.clear()
