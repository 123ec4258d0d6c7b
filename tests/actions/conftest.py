"""A small region to act in: the shipped work process, the demo's organisations and people, and a clock that is moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from phu_runtime.actions.deploy_release import deploy_release
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.actions.start_case import start_case
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.clock import Clock
from phu_runtime.demo.organisations import load_accounts
from phu_runtime.mail import FilePostman
from phu_runtime.records import accounts, facts, tasks
from phu_runtime.rehearsal.spoken import raw_answers
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess.files import read_files

SHIPPED = Path(__file__).parents[2]
EXAMPLES = yaml.safe_load((SHIPPED / "scenarios" / "voorbeelden.yaml").read_text())
LINDA, MARK = "linda.degroot@trivire.example", "mark.visser@trivire.example"
FATMA, BAS = "fatma.yildiz@wijkteamdordrecht.example", "bas.hoekstra@wijkteamdordrecht.example"
TENANT = {"achternaam": "Voorbeeld", "straatnaam": "Proefstraat", "huisnummer": "12", "postcode": "3311 AB", "plaatsnaam": "Dordrecht"}


class Region:
    """Acts as the people of the demo, one transaction an action, as the doors do."""

    def __init__(self, runtime: Runtime, clock: Any) -> None:
        self.runtime = runtime
        self.clock = clock

    def person(self, email: str) -> Actor:
        with self.runtime.reading() as store:
            user = accounts.user_by_email(store.session, email)
            assert user is not None, email
            place = accounts.get_organisation(store.session, user.organisation_id)
            assert place is not None
            return Actor(user.id, user.name, place.id, place.name, place.party, accounts.roles_of(store.session, user.id))

    def act(self, action: Any, who: Actor | None, *given: Any, **named: Any) -> Any:
        with self.runtime.transaction() as store:
            return action(store, who, *given, **named)

    def open_tasks(self, case_id: str) -> dict[str, Any]:
        """Form → row of the case's open tasks."""
        with self.runtime.reading() as store:
            return {row.form: row for row in tasks.open_tasks(store.session, case_id)}

    def example(self, form: str, name: str, **more: Any) -> dict[str, Any]:
        """An example form of the scenarios, as a browser sends it."""
        return raw_answers({**EXAMPLES[form][name], **more}, self.clock.now)

    def start(self, email: str = LINDA, reason: str = "regeling niet nagekomen", **more: Any) -> str:
        """A new case by a corporation; its id."""
        given = self.example("aanleiding", reason, **{"gemeente": "Dordrecht", **TENANT, **more})
        return str(self.act(start_case, self.person(email), "aanleiding", given).case_id)

    def do(self, case_id: str, form: str, email: str, raw: dict[str, Any]) -> Done:
        """Completes the open task with this form."""
        done: Done = self.act(submit_task, self.person(email), self.open_tasks(case_id)[form].id, raw)
        return done

    def report(self, case_id: str, example: str = "alleen achterstand", **more: Any) -> Done:
        """The corporation's report to the social team."""
        return self.do(case_id, "melding", LINDA, self.example("melding", example, **{**TENANT, **more}))

    def tick(self) -> int:
        """What the clock does now."""
        return Clock(self.runtime, FilePostman(self.runtime.settings.var / "mail")).tick()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("", "", "s" * 40, (), "", demo=True, var=tmp_path)


@pytest.fixture
def region(database: Any, keys: Any, clock: Any, settings: Settings) -> Iterator[Region]:
    """Both databases, the shipped release published, everyone of the demo there."""
    runtime = Runtime(settings, database, keys, clock)
    with runtime.transaction() as store:
        facts.stamp_mode(store.session, demo=True)
        load_accounts(store)
        release_id = deploy_release(store, None, read_files(SHIPPED), "test")
        publish_release(store, None, release_id)
    return Region(runtime, clock)
