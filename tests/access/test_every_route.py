"""Every route of the web application × every role × one's own, another's and an unknown object.

What must come out stands in ``routes.yaml``. A route without a row fails, and so does a row without a route. Whoever is
refused sees nothing of the tenant. Each request starts from the same database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from phu_runtime import startup
from phu_runtime.access.passwords import DEMO_PASSWORD
from phu_runtime.demo.organisations import load_accounts
from phu_runtime.keys import make_keys
from phu_runtime.pages import new_app
from phu_runtime.records import accounts, deputies, dossiers, incidents, moves, outbox, tasks
from phu_runtime.records.session import open_database
from phu_runtime.rehearsal import MovedClock, Play, Scenario, read_scenarios
from phu_runtime.rehearsal.stage import read_actor
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor
from phu_runtime.steps.runtime import Runtime, WarmCases

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TABLE = yaml.safe_load((HERE / "routes.yaml").read_text())
ROLES: Mapping[str, str] = TABLE["roles"]
ROUTES: Mapping[str, Any] = TABLE["routes"]
OBJECTS = ("own", "other", "unknown")
REFUSED = (303, 400, 401, 403, 404, 405)
UNCHANGED = (400, 401, 403, 404, 405)
TENANT = "Vermeulen"
STEPS = 2
AWAY = (date(2030, 7, 1), date(2030, 7, 5))


class World:
    """The shipped work process with two running cases: one in Dordrecht (own), one in Gorinchem (other)."""

    def __init__(self, folder: Path) -> None:
        self.file, self.saved = folder / "phu.sqlite3", folder / "saved.sqlite3"
        self.clock = MovedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        main, apart = f"sqlite:///{self.file}", f"sqlite:///{folder}/keys.sqlite3"
        settings = Settings(main, apart, "x" * 40, ("a1b2c3d4" * 8,), "0f1e2d3c" * 8, demo=True)
        database = open_database(main)
        database.migrate()
        self.runtime = Runtime(settings, database, make_keys(apart, settings.master_keys, settings.index_key), self.clock)
        startup.publish_shipped(self.runtime, say=lambda _text: None)
        with self.runtime.transaction() as store:
            load_accounts(store)
        self.objects = {"own": self._case("Trivire", "Dordrecht"), "other": self._case("Poort6", "Gorinchem")}
        self.objects["unknown"] = dict.fromkeys([*self.objects["own"], "key", "path", "name"], "0" * 32)
        self.app = new_app(self.runtime)
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.cookies = {role: self._signed_in(email) for role, email in ROLES.items()}
        self.database.close()
        shutil.copy(self.file, self.saved)

    @property
    def database(self) -> Any:
        return self.runtime.database

    def restore(self) -> None:
        """The database as it was before the first request."""
        self.database.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.saved, self.file)
        self.runtime.warm = WarmCases()

    def browser(self, role: str) -> FlaskClient:
        """A browser in which someone with this role is signed in."""
        client = self.app.test_client()
        if self.cookies[role]:
            client.set_cookie("phu", self.cookies[role])
        return client

    def _signed_in(self, email: str) -> str:
        client = self.app.test_client()
        if not email:
            return ""
        assert client.post("/inloggen", data={"email": email, "password": DEMO_PASSWORD}).status_code == 303, email
        return client.get_cookie("phu").value

    def _case(self, organisation: str, municipality: str) -> dict[str, str]:
        """A reported case, accepted by the social team; what the addresses of pages need."""
        scenario = self._scenario(organisation, municipality)
        play = Play(self.runtime, self.clock, scenario, self._worker)
        play.start()
        for step in scenario.steps[:STEPS]:
            play.take(step)
        with self.runtime.transaction() as store:
            home = accounts.organisation_by_name(store.session, organisation)
            sent = dossiers.submissions(store.session, play.case_id, limit=10)
            incident = incidents.report_incident(
                store.session, case_id=play.case_id, element="taak", name="Een taak", reason="Een proef.", at=store.now
            )
            worker = accounts.get_user(store.session, self._worker(organisation).user_id)
            mail = outbox.add_mail(store.session, user=worker, subject="Er staat een taak klaar", body="-", at=store.now)
            mail.status, mail.error = "failed", "geen verbinding"
            away = deputies.add_deputy(
                store.session, organisation_id=home.id, absent_id=worker.id, deputy_id=worker.id, days=AWAY,
                reason="vakantie", made_by=worker.id, made=store.now,
            )  # fmt: skip
            return {
                "absence_id": away.id,
                "mail_id": mail.id,
                "case_id": play.case_id,
                "task_id": tasks.open_tasks(store.session, play.case_id)[0].id,
                "passage_id": next(one.passage_id for one in sent if one.form == "melding"),
                "letter_id": dossiers.letters(store.session, play.case_id)[0].id,
                "incident_id": incident.id,
                "organisation_id": home.id,
                "user_id": self._worker(organisation).user_id,
                "release_id": self.runtime.active_release(store),
                "event": "oplossing",
                "form_key": "aanleiding",
                "task": "sociaal_team.casusregie",
                "told": "woningcorporatie.oplossing",
                "move_id": moves.add_move(store.session, self.runtime.active_release(store), worker.id, store.now, []),
                "filename": "css/app.css",
            }

    def _scenario(self, organisation: str, municipality: str) -> Scenario:
        files = {f"scenarios/{path.name}": path.read_bytes() for path in (ROOT / "scenarios").glob("*.yaml")}
        scenario = next(one for one in read_scenarios(files) if one.key == "opgelost_vroeg")
        answers = {**scenario.answers, "gemeente": municipality, "achternaam": TENANT}
        return replace(scenario, organisation=organisation, answers=answers)

    def _worker(self, name: str) -> Actor:
        with self.runtime.reading() as store:
            return read_actor(store, accounts.organisation_by_name(store.session, name).id)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("routes"))
    yield made
    made.database.close()
    made.runtime.keys.close()


def named(rule: Rule) -> list[str]:
    """"GET /taken/<task_id>": the name of a row, one per method."""
    return [f"{method} {rule.rule}" for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def expected(row: Mapping[str, Any], kind: str, role: str) -> int:
    """The status that ``row`` promises this role for this kind of object."""
    promised = row.get(kind, row.get("any", {}))
    if isinstance(promised, int):
        promised = {promised: "everyone"}
    if role == "anonymous" and "public" not in row:
        return 303
    for status, roles in promised.items():
        if roles == "everyone" or role in roles.split(", "):
            return int(status)
    return int(row["public"]) if "public" in row else 403


def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    there = {name for rule in world.app.url_map.iter_rules() for name in named(rule)}
    assert there - set(ROUTES) == set(), "routes without a row in routes.yaml"
    assert set(ROUTES) - there == set(), "rows in routes.yaml without a route"


@pytest.mark.parametrize("name", list(ROUTES))
def test_a_route_gives_each_role_what_its_row_says_and_nothing_more(world: World, name: str) -> None:
    row, differences = ROUTES[name], []
    method = name.split(" ", 1)[0]
    rule = next(rule for rule in world.app.url_map.iter_rules() if name in named(rule))
    for kind in OBJECTS if rule.arguments else ("own",):
        address = address_of(rule, world.objects[kind] | (row.get("with", {}) if kind != "unknown" else {}))
        for role in ROLES:
            answer = world.browser(role).open(address, method=method, data={} if method == "POST" else None)
            if answer.status_code != expected(row, kind, role):
                differences.append(f"{role}, {kind}: {answer.status_code}, must be {expected(row, kind, role)}")
            if answer.status_code in REFUSED and TENANT.encode() in answer.get_data():
                differences.append(f"{role}, {kind}: refused, but the tenant's name is on the page")
            answer.close()
            if method == "POST" and answer.status_code not in UNCHANGED:
                world.restore()
    assert differences == []


def address_of(rule: Rule, values: Mapping[str, str]) -> str:
    """The path of a route for one object."""
    built = rule.build({argument: values[argument] for argument in rule.arguments}, append_unknown=False)
    assert built is not None
    return built[1]
