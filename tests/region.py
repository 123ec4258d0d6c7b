"""A small region to act in: the shipped work process, the demo's organisations and people, and a clock that is moved.

Reading the release and loading the people costs seconds, so both are done once: a test gets a copy of the SQLite file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from phu_runtime.actions.send_event import send_event
from phu_runtime.actions.start_case import start_case
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.calendar import local_date
from phu_runtime.clock import Clock
from phu_runtime.demo.organisations import load_accounts
from phu_runtime.keys import Keys
from phu_runtime.mail import FilePostman
from phu_runtime.records import accounts, cases, deputies, facts, notices, releases, tasks, timers
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables.releases import Release
from phu_runtime.rehearsal.spoken import raw_answers
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor, Done
from phu_runtime.showing.forms import prefilled
from phu_runtime.steps.events import awaited_events
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.runtime import Runtime
from phu_runtime.steps.taken import role_for, task_for
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.files import read_files

SHIPPED = Path(__file__).parents[1]
EXAMPLES = yaml.safe_load((SHIPPED / "scenarios" / "voorbeelden.yaml").read_text())
BSN = "123456782"  # a valid one that no file of the release holds, so that a test can look for it
EXAMPLES["eerste_beoordeling"]["schulden"]["bsn"] = BSN
RELEASE = "meegeleverd"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

LINDA, MARK, IRENE = (f"{name}@trivire.example" for name in ("linda.degroot", "mark.visser", "irene.smit"))
FATMA, BAS = "fatma.yildiz@wijkteamdordrecht.example", "bas.hoekstra@wijkteamdordrecht.example"
RUBEN = "ruben.kok@socialedienstdrechtsteden.example"
NOOR = "noor.hendriks@meldpuntzhz.example"
MARIEKE, ESRA = "marieke.schouten@poort6.example", "esra.demir@sociaalteamgorinchem.example"
PETRA, MARGRIET = "petra.vermeer@adviesgroep.example", "margriet.dekker@regiegroep.example"
THOMAS, DAAN = "thomas.vos@dordrecht.example", "daan.bosman@beheer.example"

TENANT = {
    "voorletters": "Z.", "achternaam": "Voorbeeldsen", "geboortedatum": "14-05-1971", "straatnaam": "Kwikstaartlaan", "huisnummer": "12",
    "postcode": "3319 KZ", "plaatsnaam": "Dordrecht", "telefoonnummer": "078 765 43 21",
}  # fmt: skip
Course = tuple[tuple[str, str, str], ...]
ACCEPTED: Course = ((LINDA, "melding", "alleen achterstand"), (FATMA, "casusregie", "team neemt aan"))
SPOKEN: Course = (*ACCEPTED, (FATMA, "contactpoging", "gesproken"))
ASSESSED: Course = (*SPOKEN, (FATMA, "eerste_beoordeling", "geen bijzonderheden"))
PLANNED: Course = (*ASSESSED, (LINDA, "besluit_voortzetting", "voortzetten"), (FATMA, "plan", "gewoon"))


class Region:
    """Acts as the people of the demo, one transaction an action, as the doors do."""

    def __init__(self, runtime: Runtime, clock: Any) -> None:
        self.runtime = runtime
        self.clock = clock

    def person(self, email: str) -> Actor:
        """The account with this address, signed in."""
        with self.runtime.transaction() as store:
            user = accounts.user_by_email(store.session, email)
            assert user is not None, email
            place = accounts.get_organisation(store.session, user.organisation_id)
            assert place is not None
            roles = accounts.roles_of(store.session, user.id)
            absent = deputies.standing_in_for(store.session, user.id, local_date(store.now))
            return Actor(user.id, user.name, place.id, place.name, place.party, roles, stands_in_for=absent)

    def act(self, action: Any, who: Actor | None, *given: Any, **named: Any) -> Any:
        """One action in a transaction of its own."""
        with self.runtime.transaction() as store:
            return action(store, who, *given, **named)

    def case(self, case_id: str) -> Any:
        """The row of a case."""
        with self.runtime.reading() as store:
            return cases.get_case(store.session, case_id)

    def known(self, case_id: str) -> Mapping[str, Any]:
        """What FEEL sees of a case now."""
        with self.runtime.reading() as store:
            return open_case(store, case_id, lock=False).context()

    def open_tasks(self, case_id: str) -> dict[str, Any]:
        """Form → row of the case's open tasks."""
        with self.runtime.reading() as store:
            return {row.form: row for row in tasks.open_tasks(store.session, case_id)}

    def timers(self, case_id: str) -> list[Any]:
        """The rows of what a case waits for, first due first."""
        with self.runtime.reading() as store:
            return timers.timers_of_case(store.session, case_id)

    def awaits(self, case_id: str) -> list[str]:
        """The events that a case waits for."""
        with self.runtime.reading() as store:
            return [awaited.message for awaited in awaited_events(open_case(store, case_id, lock=False))]

    def told(self, email: str) -> list[str]:
        """The events that a person's organisation was told, oldest first."""
        who = self.person(email)
        with self.runtime.reading() as store:
            return [notice.event for notice in reversed(notices.notices(store.session, who.organisation_id, who.user_id)[0])]

    def example(self, form: str, name: str, **more: Any) -> dict[str, Any]:
        """An example form of the scenarios, as a browser sends it."""
        return raw_answers({**EXAMPLES[form][name], **more}, self.clock.now)

    def start(self, email: str = LINDA, reason: str = "regeling niet nagekomen", **more: Any) -> str:
        """A new case by a corporation; its id."""
        given = self.example("aanleiding", reason, **{"gemeente": "Dordrecht", **TENANT, **more})
        return str(self.act(start_case, self.person(email), "aanleiding", given).case_id)

    def do(self, case_id: str, form: str, email: str, raw: Mapping[str, Any]) -> Done:
        """Completes the open task of this person's organisation with this form, prefilled as the page does it."""
        who = self.person(email)
        with self.runtime.reading() as store:
            rows = tasks.open_tasks(store.session, case_id)
            mine = [row.id for row in rows if (row.form, row.organisation_id) == (form, who.organisation_id)]
            assert len(mine) == 1, f"{len(mine)} × {form}; open: {[row.form for row in rows]}"
            step, row = task_for(store, who, mine[0], "see_task", lock=False)
            known = prefilled(step, step.work.forms[form], role_for(step, row, who), row.step)
        done: Done = self.act(submit_task, who, mine[0], {**known, **raw})
        return done

    def report(self, case_id: str, example: str = "alleen achterstand", **more: Any) -> Done:
        """The corporation's report to the social team."""
        return self.do(case_id, "melding", LINDA, self.example("melding", example, **{**TENANT, **more}))

    def follow(self, case_id: str, course: Course) -> str:
        """Does each step (who, form, example), a minute apart; the case's id."""
        for email, form, example in course:
            self.clock.move(minutes=1)
            self.do(case_id, form, email, self.example(form, example, **(TENANT if form == "melding" else {})))
        return case_id

    def tell(self, case_id: str, event: str, email: str, raw: Mapping[str, Any], key: str = "") -> Done:
        """Sends an event from the case page."""
        self.clock.move(minutes=1)
        done: Done = self.act(send_event, self.person(email), case_id, event, raw, None, key or f"{event}-{self.clock.now}")
        return done

    def tick(self) -> int:
        """What the clock does now."""
        return Clock(self.runtime, FilePostman(self.runtime.settings.var / "mail")).tick()

    def days(self, days: float) -> None:
        """Time passes, a day at a time, and the clock does what is due on each."""
        whole = int(days)
        for part in [1.0] * whole + [days - whole]:
            self.clock.move(days=part)
            self.tick()


def furnish(database: Database, work: WorkProcess) -> None:
    """The demo's people, and the shipped work process published."""
    runtime = Runtime(Settings("", "", "", (), ""), database, None, lambda: LONG_AGO)
    with runtime.transaction() as store:
        facts.stamp_mode(store.session, demo=True)
        load_accounts(store)
        plain = {"status": "draft", "note": "", "created": LONG_AGO, "created_by": None, "parent_id": None}
        release = Release(id=RELEASE, name=RELEASE, digest=work.digest, **plain)
        releases.add_release(store.session, release, work.files)
        releases.publish(store.session, release, valid_from=LONG_AGO, at=LONG_AGO)


@pytest.fixture(scope="session")
def shipped() -> WorkProcess:
    """The shipped work process, read once."""
    return read_release(read_files(SHIPPED))


@pytest.fixture(scope="session")
def furnished_file(migrated_file: Path, shipped: WorkProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with people and the shipped work process, to copy."""
    path = tmp_path_factory.mktemp("region") / "furnished.sqlite3"
    shutil.copy(migrated_file, path)
    database = open_database(f"sqlite:///{path}")
    furnish(database, shipped)
    database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("", "", "s" * 40, (), "", demo=True, var=tmp_path, public_url="https://phu.example")


@pytest.fixture
def region(
    furnished_file: Path, tmp_path: Path, keys: Keys, clock: Any, settings: Settings, shipped: WorkProcess
) -> Iterator[Region]:
    """The region on SQLite, both stores in files under ``tmp_path``."""
    shutil.copy(furnished_file, tmp_path / "phu.sqlite3")
    database = open_database(f"sqlite:///{tmp_path}/phu.sqlite3")
    yield Region(Runtime(settings, database, keys, clock, read={RELEASE: shipped}), clock)
    database.close()


@pytest.fixture
def any_region(database: Database, keys: Keys, clock: Any, settings: Settings, shipped: WorkProcess) -> Region:
    """The region, on SQLite and on PostgreSQL: for what may hang on the database."""
    furnish(database, shipped)
    return Region(Runtime(settings, database, keys, clock, read={RELEASE: shipped}), clock)
