"""What a beheerder does, and a coordinator sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from phu_runtime.access.passwords import hash_password, matches
from phu_runtime.actions.add_organisation import add_organisation
from phu_runtime.actions.add_team import add_team
from phu_runtime.actions.add_user import add_user
from phu_runtime.actions.change_organisation import change_organisation
from phu_runtime.actions.change_user import change_user
from phu_runtime.actions.create_admin import create_admin
from phu_runtime.actions.end_sessions import end_sessions
from phu_runtime.actions.half_signed_in import half_signed_in
from phu_runtime.actions.list_demo_accounts import list_demo_accounts
from phu_runtime.actions.reset_password import reset_password
from phu_runtime.actions.reset_second_factor import reset_second_factor
from phu_runtime.actions.resume_session import resume_session
from phu_runtime.actions.show_organisation import show_organisation
from phu_runtime.actions.show_organisations import show_organisations
from phu_runtime.actions.show_user import show_user
from phu_runtime.actions.show_users import show_users
from phu_runtime.actions.sign_in import sign_in
from phu_runtime.demo.organisations import DEMO_PASSWORD, GROUPS, PEOPLE, SIGNATORIES, load_accounts, load_organisations
from phu_runtime.errors import FormInvalid, NotFound, NotYours
from phu_runtime.keys import make_keys
from phu_runtime.records import accounts
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
INDEX_KEY, MASTER_KEY = "0f1e2d3c" * 8, "a1b2c3d4" * 8


class Office:
    """A database with the demo's organisations and accounts."""

    def __init__(self, *, demo: bool = True) -> None:
        self.now = NOW
        self.settings = Settings("sqlite://", "sqlite://", "x" * 40, (MASTER_KEY,), INDEX_KEY, demo=demo)
        self.database = open_database("sqlite://")
        self.database.migrate()
        self.keys = make_keys("sqlite://", (MASTER_KEY,), INDEX_KEY)
        with self.store() as store:
            self.organisations = load_organisations(store)
            load_accounts(store)

    @contextmanager
    def store(self) -> Iterator[Store]:
        with self.database.write() as session:
            yield Store(session, self.now, self.now, self.settings, self.keys)

    def actor(self, email: str, password: str = DEMO_PASSWORD) -> Actor:
        with self.store() as store:
            token = sign_in(store, email, password, "198.51.100.7", "").token
            found = resume_session(store, token, "198.51.100.7")
        assert found is not None
        return found

    def user_id(self, email: str) -> str:
        with self.store() as store:
            return accounts.user_by_email(store.session, email).id


    def close(self) -> None:
        self.database.close()
        self.keys.close()


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.close()


@pytest.fixture
def real() -> Iterator[Office]:
    """The same outside the demo."""
    made = Office(demo=False)
    yield made
    made.close()


@pytest.fixture
def chief(office) -> Actor:
    return office.actor("daan.bosman@beheer.example")


def test_the_demo_has_the_32_signatories_and_an_account_at_every_party_that_works_on_cases(office):
    assert sum(len(names) for names in SIGNATORIES.values()) == 32
    working = [name for party in ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt") for name in SIGNATORIES[party]]
    assert set(working) <= set(PEOPLE)
    assert set(PEOPLE) <= {name for names in (SIGNATORIES | GROUPS).values() for name in names}
    with office.store() as store:
        assert load_accounts(store) == 0, "a second start adds nothing"
        listed = list_demo_accounts(store)
    assert len(listed) == sum(len(people) for _, people in PEOPLE.values())
    assert all(one.email.endswith(".example") for one in listed)
    assert office.actor("linda.degroot@trivire.example").party == "woningcorporatie"


def test_outside_the_demo_no_account_is_listed(real):
    with real.store() as store:
        assert list_demo_accounts(store) == []


def test_every_demo_account_has_roles_that_its_party_can_have(office):
    from phu_runtime.access.roles import problem_with

    with office.store() as store:
        for _, organisation, roles in accounts.users(store.session):
            assert problem_with(roles, organisation.party) == ""


def test_a_beheerder_sees_every_organisation_and_account(office, chief):
    with office.store() as store:
        organisations = show_organisations(store, chief)
        found = show_users(store, chief, "TRIVIRE")
    assert len(organisations) == 35
    assert next(one for one in organisations if one.name == "Trivire").accounts == 3
    assert {one.name for one in found} == {"Linda de Groot", "Mark Visser", "Irene Smit"}


def test_a_coordinator_sees_the_own_organisation_and_no_other(office):
    mark = office.actor("mark.visser@trivire.example")
    with office.store() as store:
        page = show_organisation(store, mark, office.organisations["Trivire"])
    assert len(page.users) == 3
    assert not page.can_change
    for action, argument in [(show_organisation, office.organisations["Woonbron"]), (show_organisation, "onbekend")]:
        with pytest.raises(NotYours), office.store() as store:
            action(store, mark, argument)
    with pytest.raises(NotYours), office.store() as store:
        show_organisations(store, mark)
    linda = office.user_id("linda.degroot@trivire.example")
    with pytest.raises(NotYours), office.store() as store:
        show_user(store, mark, linda)


def test_a_caseworker_manages_nothing(office):
    linda = office.actor("linda.degroot@trivire.example")
    trivire, mark = office.organisations["Trivire"], office.user_id("mark.visser@trivire.example")
    attempts = [
        lambda store: show_organisation(store, linda, trivire),
        lambda store: show_users(store, linda),
        lambda store: add_user(store, linda, trivire, "X", "x@y.example", ["medewerker"]),
        lambda store: change_user(store, linda, mark, "X", ["medewerker"], None, True),
        lambda store: change_user(store, linda, "onbekend", "X", ["medewerker"], None, True),
        lambda store: end_sessions(store, linda, mark),
        lambda store: reset_password(store, linda, mark),
        lambda store: reset_second_factor(store, linda, mark),
        lambda store: add_team(store, linda, trivire, "X"),
        lambda store: add_organisation(store, linda, "X", "gemeente"),
        lambda store: change_organisation(store, linda, trivire, False),
    ]
    for attempt in attempts:
        with pytest.raises(NotYours), office.store() as store:
            attempt(store)


def test_a_new_account_gets_a_one_time_password_that_works(office, chief):
    trivire = office.organisations["Trivire"]
    with office.store() as store:
        made = add_user(store, chief, trivire, "  Ruud   Peters ", "Ruud.Peters@Trivire.example", ["medewerker"])
    assert (made.name, made.email) == ("Ruud Peters", "ruud.peters@trivire.example")
    with office.store() as store:
        token = sign_in(store, made.email, made.password, "198.51.100.7", "").token
        assert resume_session(store, token, "") is None
        assert half_signed_in(store, token).needs == "new_password"
        assert show_user(store, chief, made.user_id).user.one_time_password


@pytest.mark.parametrize(
    ("name", "email", "roles", "keys"),
    [
        ("", "x@y.example", ["medewerker"], {"name"}),
        ("X", "geen adres", ["medewerker"], {"email"}),
        ("X", "linda.degroot@trivire.example", ["medewerker"], {"email"}),
        ("X", "x@y.example", [], {"roles"}),
        ("X", "x@y.example", ["beheerder"], {"roles"}),
        (" ", "x@", ["fg", "medewerker"], {"name", "email", "roles"}),
    ],
)
def test_a_wrong_account_is_refused_with_a_sentence_per_field(office, chief, name, email, roles, keys):
    with pytest.raises(FormInvalid) as refused, office.store() as store:
        add_user(store, chief, office.organisations["Trivire"], name, email, roles)
    assert set(refused.value.problems) == keys
    assert all(sentence.endswith(".") for sentence in refused.value.problems.values())


def test_a_team_belongs_to_one_organisation(office, chief):
    with office.store() as store:
        team = add_team(store, chief, office.organisations["Woonbron"], "Incasso")
    with pytest.raises(FormInvalid), office.store() as store:
        add_team(store, chief, office.organisations["Woonbron"], " incasso ")
    with pytest.raises(FormInvalid) as refused, office.store() as store:
        add_user(store, chief, office.organisations["Trivire"], "X", "x@y.example", ["medewerker"], team)
    assert set(refused.value.problems) == {"team"}


def test_roles_count_from_the_next_request_and_closing_ends_sessions_at_once(office, chief):
    linda = office.actor("linda.degroot@trivire.example")
    with office.store() as store:
        token = sign_in(store, "linda.degroot@trivire.example", DEMO_PASSWORD, "198.51.100.9", "").token
        change_user(store, chief, linda.user_id, "Linda de Groot", ["medewerker", "coordinator"], None, True)
        assert resume_session(store, token, "").roles == {"medewerker", "coordinator"}
        change_user(store, chief, linda.user_id, "Linda de Groot", ["medewerker"], None, False)
        assert resume_session(store, token, "") is None
    with office.store() as store:
        assert sign_in(store, "linda.degroot@trivire.example", DEMO_PASSWORD, "198.51.100.9", "").token == ""


def test_a_beheerder_cannot_change_the_own_account_or_close_the_own_organisation(office, chief):
    with pytest.raises(NotYours), office.store() as store:
        change_user(store, chief, chief.user_id, "Daan", ["beheerder"], None, False)
    with pytest.raises(FormInvalid), office.store() as store:
        change_organisation(store, chief, chief.organisation_id, False)


def test_ending_sessions_and_resetting_take_effect_at_once(office, chief):
    with office.store() as store:
        made = add_user(store, chief, office.organisations["Trivire"], "Ruud Peters", "ruud@trivire.example", ["medewerker"])
    office.now += timedelta(minutes=1)
    for deed in (end_sessions, reset_second_factor, reset_password):
        with office.store() as store:
            user = accounts.get_user(store.session, made.user_id)
            user.must_change_password, user.password_hash = False, hash_password("vier woorden maken zin")
            token = sign_in(store, "ruud@trivire.example", "vier woorden maken zin", "198.51.100.9", "").token
            assert resume_session(store, token, "")
            deed(store, chief, made.user_id)
            assert resume_session(store, token, "") is None
        office.now += timedelta(minutes=1)


def test_a_reset_password_replaces_the_old_one_and_lapses(office, chief):
    with office.store() as store:
        made = add_user(store, chief, office.organisations["Trivire"], "Ruud Peters", "ruud@trivire.example", ["medewerker"])
        fresh = reset_password(store, chief, made.user_id)
        stored = accounts.get_user(store.session, made.user_id)
        assert matches(fresh.password, stored.password_hash)
        assert not matches(made.password, stored.password_hash)
        assert stored.password_until == NOW + timedelta(days=3)
    linda = office.user_id("linda.degroot@trivire.example")
    with pytest.raises(FormInvalid), office.store() as store:
        reset_password(store, chief, linda)


def test_an_unknown_account_or_organisation_is_not_found(office, chief):
    for attempt in (
        lambda store: show_user(store, chief, "onbekend"),
        lambda store: show_organisation(store, chief, "onbekend"),
        lambda store: end_sessions(store, chief, "onbekend"),
        lambda store: add_team(store, chief, "onbekend", "X"),
    ):
        with pytest.raises(NotFound), office.store() as store:
            attempt(store)


def test_an_organisation_is_added_once_and_closed_for_everybody_in_it(office, chief):
    with office.store() as store:
        new = add_organisation(store, chief, "Nieuwe Woningstichting", "woningcorporatie")
        assert show_organisation(store, chief, new).organisation.active
    for name, party in [("Nieuwe Woningstichting", "gemeente"), ("X", "onbekend"), ("", "gemeente")]:
        with pytest.raises(FormInvalid), office.store() as store:
            add_organisation(store, chief, name, party)
    linda = office.actor("linda.degroot@trivire.example")
    with office.store() as store:
        change_organisation(store, chief, linda.organisation_id, False)
        assert sign_in(store, "linda.degroot@trivire.example", DEMO_PASSWORD, "198.51.100.9", "").problem


def test_the_first_beheerder_of_a_real_database_signs_in_with_a_one_time_password(real):
    with real.store() as store:
        password = create_admin(store, "Ans de Boer", "Ans.deBoer@ggd.example")
        signed_in = sign_in(store, "ans.deboer@ggd.example", password, "198.51.100.9", "")
        assert signed_in.needs == "set_up_second_factor"
        assert accounts.roles_of(store.session, accounts.user_by_email(store.session, "ans.deboer@ggd.example").id) == {"beheerder"}
    with pytest.raises(FormInvalid), real.store() as store:
        create_admin(store, "Ans de Boer", "ans.deboer@ggd.example")


def test_every_change_of_an_account_is_written_in_the_access_log(office, chief):
    with office.store() as store:
        made = add_user(store, chief, office.organisations["Trivire"], "Ruud Peters", "ruud@trivire.example", ["medewerker"])
        change_user(store, chief, made.user_id, "Ruud Peters", ["medewerker", "coordinator"], None, True)
        rows = store.session.connection().exec_driver_sql(
            f"SELECT event, user_id, pseudonym, fields FROM access_lines WHERE pseudonym = '{made.user_id}'"  # noqa: S608
        )
        written = sorted(tuple(row) for row in rows)
    assert written == [
        ("account_gemaakt", chief.user_id, made.user_id, "medewerker,rollen"),
        ("account_gewijzigd", chief.user_id, made.user_id, "rollen"),
    ]
