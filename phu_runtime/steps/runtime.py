"""What lives as long as the process: the two stores, the releases that were read, and the cases that are warm."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from phu_runtime.errors import CaseStuck, NotFound, NotYours
from phu_runtime.keys import Keys
from phu_runtime.records import facts, releases
from phu_runtime.records.session import Database
from phu_runtime.settings import Settings
from phu_runtime.steps import refusals
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.gate import Memory

WARM_CASES = 256
READ_RELEASES = 8


@dataclass(frozen=True)
class Warm:
    """A case as it was after its last commit; counts only for that revision and release."""

    revision: int
    release_id: str
    run: Any
    known: Any


class WarmCases:
    """The cases that stepped last. One is taken out while a thread works with it, so that no two share it."""

    def __init__(self, size: int = WARM_CASES) -> None:
        self._size = size
        self._cases: OrderedDict[str, Warm] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, case_id: str, revision: int, release_id: str) -> Warm | None:
        """The warm case, or None when it is not there or is not of this revision."""
        with self._lock:
            warm = self._cases.pop(case_id, None)
        return warm if warm and (warm.revision, warm.release_id) == (revision, release_id) else None

    def put(self, case_id: str, warm: Warm) -> None:
        """Keeps ``warm``, and forgets the case that was used longest ago."""
        with self._lock:
            self._cases[case_id] = warm
            self._cases.move_to_end(case_id)
            while len(self._cases) > self._size:
                self._cases.popitem(last=False)


class Runtime:
    """Everything a door needs to open a transaction. ``clock`` gives real time and is moved in tests; ``read`` holds releases
    (id → release) that were read before, for a rehearsal that opens many houses on one release; ``watch`` sees every step as it
    went, before it is written (the branch coverage of scenarios)."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        keys: Keys,
        clock: Callable[[], datetime] | None = None,
        *,
        read: Mapping[str, WorkProcess] | None = None,
        watch: Callable[[Any], None] | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.keys = keys
        self.warm = WarmCases()
        self.gate = Memory()
        self.watch = watch
        self._clock = clock or (lambda: datetime.now(UTC))
        self._releases: OrderedDict[str, WorkProcess] = OrderedDict(read or {})
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """One transaction that may write. A step that got stuck, or a refusal, leaves its line in a transaction of its own."""
        try:
            with self.database.write() as session:
                yield self._store(session)
        except CaseStuck as stuck:
            with self.database.write() as session:
                refusals.record_incident(self._store(session), stuck)
            raise
        except NotYours as refused:
            with self.database.write() as session:
                refusals.record_refusal(self._store(session), refused)
            raise

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A transaction that only reads."""
        with self.database.read() as session:
            yield self._store(session)

    def _store(self, session: Any) -> Store:
        real_now = self._clock()
        offset = facts.clock_offset(session) if self.settings.demo else 0
        return Store(session, real_now + timedelta(seconds=offset), real_now, self.settings, self.keys, self)

    def work_process(self, session: Any, release_id: str) -> WorkProcess:
        """The release, read once per process."""
        with self._lock:
            if release_id in self._releases:
                self._releases.move_to_end(release_id)
                return self._releases[release_id]
        files: Mapping[str, bytes] = releases.release_files(session, release_id)
        if not files:
            raise NotFound("Deze versie van het werkproces bestaat niet.")
        work = read_release(files)
        with self._lock:
            self._releases[release_id] = work
            while len(self._releases) > READ_RELEASES:
                self._releases.popitem(last=False)
        return work

    def active_release(self, store: Store) -> str:
        """The id of the release that new cases start on now. Raises NotFound with what to do when there is none."""
        release = releases.active_release(store.session, store.now)
        if release is None:
            raise NotFound("Er is nog geen werkproces gepubliceerd. Publiceer er een met 'python -m phu_runtime publish'.")
        return str(release.id)
