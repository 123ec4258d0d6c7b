"""The demo: the same organisations and people each time, cases in every phase, and nothing lost by a second start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from phu_runtime.access.passwords import DEMO_PASSWORD, matches
from phu_runtime.access.roles import problem_with
from phu_runtime.demo import load_demo, load_demo_cases
from phu_runtime.demo.cases import plan
from phu_runtime.demo.organisations import PEOPLE, SIGNATORIES
from phu_runtime.demo.tenants import tenants
from phu_runtime.keys import make_keys
from phu_runtime.records import accounts, facts, timers
from phu_runtime.records.session import open_database
from phu_runtime.records.tables.cases import Case, DossierField
from phu_runtime.records.tables.oversight import AccessLine
from phu_runtime.rehearsal import read_scenarios
from phu_runtime.settings import Settings
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.files import read_files
from tests.region import RELEASE, SHIPPED, furnish

WANTED = 8
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FILES = read_files(SHIPPED)
SCENARIOS = {path: content for path, content in FILES.items() if path.startswith("scenarios/")}


@pytest.fixture(scope="module")
def demo(shipped: WorkProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """A demo with a few cases, loaded once for these tests."""
    database = open_database("sqlite://")
    database.migrate()
    furnish(database, shipped)
    keys = make_keys("sqlite://", ["0123456789abcdef" * 4], "fedcba9876543210" * 4)
    settings = Settings("", "", "s" * 40, (), "", demo=True, var=tmp_path_factory.mktemp("demo"))
    runtime = Runtime(settings, database, keys, lambda: NOW, read={RELEASE: shipped})
    assert load_demo(runtime, lambda _: None) is True
    assert load_demo_cases(runtime, FILES, WANTED, lambda _: None) == WANTED
    yield runtime
    database.close()
    keys.close()


def cases(demo: Runtime) -> list[Case]:
    with demo.reading() as store:
        return list(store.session.scalars(select(Case).order_by(Case.number)))


def test_every_signatory_is_there_and_every_account_may_exist(demo: Runtime) -> None:
    with demo.reading() as store:
        found = {organisation.name: organisation.party for organisation, _ in accounts.organisations(store.session)}
        people = [(organisation.party, roles) for _, organisation, roles in accounts.users(store.session)]
    assert sum(map(len, SIGNATORIES.values())) == 31 + 1
    assert {(name, party) for party, names in SIGNATORIES.items() for name in names} <= set(found.items())
    assert len(people) == sum(len(persons) for _, persons in PEOPLE.values())
    assert [problem for party, roles in people if (problem := problem_with(roles, party))] == []


def test_who_works_on_cases_has_someone_in_every_organisation(demo: Runtime) -> None:
    parties = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
    assert {name for party in parties for name in SIGNATORIES[party]} <= set(PEOPLE)


def test_the_demo_password_opens_an_account(demo: Runtime) -> None:
    with demo.transaction() as store:
        user = accounts.user_by_email(store.session, "linda.degroot@trivire.example")
        assert user is not None
        assert user.demo
        assert matches(DEMO_PASSWORD, user.password_hash)


def test_the_cases_lie_in_the_past_weeks_and_belong_to_several_municipalities(demo: Runtime) -> None:
    loaded = cases(demo)
    assert len(loaded) >= WANTED
    assert all(case.opened < NOW for case in loaded)
    assert len({case.municipality for case in loaded}) == 8
    assert len({(case.status, case.phase) for case in loaded}) >= 3
    assert all(NOW - timedelta(days=500) < case.opened for case in loaded)


def test_nothing_is_left_that_was_due_before_now(demo: Runtime) -> None:
    with demo.reading() as store:
        assert timers.count_overdue(store.session, NOW - timedelta(days=8)) == 0


def test_the_tenants_are_those_of_the_demo(demo: Runtime) -> None:
    known = {tenant.surname for tenant in tenants()}
    with demo.reading() as store:
        ids = {row.case_id for row in store.session.scalars(select(DossierField).where(DossierField.field == "achternaam"))}
        for case_id in ids:
            assert open_case(store, case_id, lock=False).known.dossier["achternaam"] in known


def test_a_second_start_keeps_everything(demo: Runtime) -> None:
    before = [(case.number, case.revision) for case in cases(demo)]
    with demo.reading() as store:
        lines = len(list(store.session.scalars(select(AccessLine.id))))
    said: list[str] = []
    assert load_demo(demo, said.append) is False
    assert said == []
    assert [(case.number, case.revision) for case in cases(demo)] == before
    with demo.reading() as store:
        assert len(list(store.session.scalars(select(AccessLine.id)))) == lines
        assert facts.get_fact(store.session, "demo_cases") == str(WANTED)


def test_a_start_that_was_broken_off_goes_on_where_it_was(demo: Runtime) -> None:
    before = [case.number for case in cases(demo)]
    assert load_demo_cases(demo, FILES, WANTED, lambda _: None) == 0
    assert [case.number for case in cases(demo)] == before
    with demo.transaction() as store:
        facts.put_fact(store.session, "demo_cases", str(WANTED))


def test_the_full_plan_spreads_over_the_scenarios_and_their_steps() -> None:
    scenarios = read_scenarios(SCENARIOS)
    planned = list(plan(scenarios, 60))
    assert len(planned) == 60
    assert len({each.scenario.key for each in planned}) == min(60, len(scenarios))
    whole = sum(each.steps == len(each.scenario.steps) for each in planned)
    assert 10 <= whole <= 30
    assert len({each.tenant for each in planned}) >= 50


def test_a_plan_longer_than_the_scenarios_takes_each_to_another_step() -> None:
    one = read_scenarios(SCENARIOS)[:3]
    steps = {scenario.key: {each.steps for each in plan(one, 15) if each.scenario == scenario} for scenario in one}
    assert all(len(found) >= 3 for found in steps.values())


def test_no_tenant_of_the_demo_lives_anywhere() -> None:
    people = tenants()
    assert len({(tenant.street, tenant.house, tenant.postcode) for tenant in people}) == len(people)
    assert {tenant.street for tenant in people} <= {"Proefstraat", "Oefenlaan", "Voorbeeldplein", "Testweg", "Demohof", "Fictiekade"}


def test_the_demo_has_no_real_mail_addresses(tmp_path: Path) -> None:
    assert all("." not in domain for domain, _ in PEOPLE.values())
