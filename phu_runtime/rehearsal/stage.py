"""A house in memory to play in: both stores, a clock that is moved, the organisations of the work process with one worker each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from phu_runtime.access.roles import ROLES
from phu_runtime.engine import Situation
from phu_runtime.keys import make_keys
from phu_runtime.records import accounts, releases
from phu_runtime.records.session import open_database
from phu_runtime.records.tables.releases import Release
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor
from phu_runtime.steps.runtime import Runtime
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MELDPUNT = "Meldpunt Zorg en Overlast"
NAMED = ("sociaal_team", "sociale_dienst")
NO_SIGN_IN = "!"
RELEASE = "proef"
OFFICES = (
    ("Adviesgroep PHU", "adviesgroep", ("adviesgroep",)),
    ("Regiegroep HKG", "regiegroep", ("regiegroep", "manager", "procesregisseur")),
)
SUPERVISED = ("woningcorporatie", "meldpunt")


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = LONG_AGO) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Stage:
    """An empty house with one published work process. ``runtime`` and ``clock`` are what a play needs; ``watch`` sees every step."""

    def __init__(self, work: WorkProcess, watch: Callable[[Situation], None] | None = None) -> None:
        self.clock = MovedClock()
        self._work = work
        self._workers: dict[str, Actor] = {}
        settings = Settings("sqlite://", "sqlite://", "proef" * 8, ("0123456789abcdef" * 4,), "fedcba9876543210" * 4)
        database = open_database(settings.database_url)
        database.migrate()
        keys = make_keys(settings.keys_url, settings.master_keys, settings.index_key)
        self.runtime = Runtime(settings, database, keys, self.clock, read={RELEASE: work}, watch=watch)
        with self.runtime.transaction() as store:
            self._furnish(store)

    def _furnish(self, store: Store) -> None:
        release = Release(
            id=RELEASE, name=RELEASE, digest=self._work.digest, status="draft", note="", created=LONG_AGO, created_by=None,
            parent_id=None, published=None, valid_from=None, valid_until=None,
        )  # fmt: skip
        releases.add_release(store.session, release, self._work.files)
        releases.publish(store.session, release, valid_from=LONG_AGO, at=LONG_AGO)
        roles = {MELDPUNT: "meldpunt"}
        for municipality in sorted(self._work.decisions.input_values("partijen", "gemeente")):
            named = self._work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs
            roles |= {str(named[role]): role for role in NAMED}
        self._workers = {name: _employ(store, name, role) for name, role in roles.items()}
        for name, party, offices in OFFICES:
            self._workers[name] = _employ(store, name, party, offices)

    def actor(self, organisation: str, party: str) -> Actor:
        """The worker of an organisation, by its name; a corporation that is not there yet is added."""
        if organisation not in self._workers:
            with self.runtime.transaction() as store:
                self._workers[organisation] = _employ(store, organisation, party)
        return self._workers[organisation]

    def close(self) -> None:
        """Forgets everything."""
        self.runtime.database.close()
        self.runtime.keys.close()


def _employ(store: Store, name: str, party: str, offices: Sequence[str] = ("medewerker",)) -> Actor:
    """A new organisation with one worker per office, and an FG where supervision is played."""
    organisation = accounts.add_organisation(store.session, name, party)
    actors = []
    for role in (*offices, *(("fg",) if party in SUPERVISED else ())):
        user = accounts.add_user(
            store.session,
            organisation_id=organisation.id,
            name=f"{ROLES[role]} {name}",
            email=f"{role}.{organisation.id}@voorbeeld.nl",
            password_hash=NO_SIGN_IN,
            created=LONG_AGO,
            roles=(role,),
        )
        actors.append(Actor(user.id, user.name, organisation.id, name, party, frozenset({role})))
    return actors[0]


def read_actor(store: Store, organisation_id: str, role: str = "") -> Actor:
    """An account of an organisation that is there: the first that holds the office ``role``, else that does casework."""
    wanted = role if role in ROLES else "medewerker"
    for user, organisation, roles in accounts.users(store.session, organisation_id=organisation_id, only_active=True):
        if wanted in roles:
            return Actor(user.id, user.name, organisation.id, organisation.name, organisation.party, roles, user.team_id)
    raise LookupError(organisation_id)
