"""Signing in, staying signed in, and what ends it. Time is moved, never slept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from phu_runtime.access.passwords import hash_password
from phu_runtime.accounts.devices import Halfway, SignedIn
from phu_runtime.actions.change_password import change_password
from phu_runtime.actions.choose_password import choose_password
from phu_runtime.actions.confirm_second_factor import confirm_second_factor
from phu_runtime.actions.end_other_sessions import end_other_sessions
from phu_runtime.actions.end_session import end_session
from phu_runtime.actions.half_signed_in import half_signed_in
from phu_runtime.actions.new_recovery_codes import new_recovery_codes
from phu_runtime.actions.offer_second_factor import offer_second_factor
from phu_runtime.actions.resume_session import resume_session
from phu_runtime.actions.set_up_second_factor import set_up_second_factor
from phu_runtime.actions.show_account import show_account
from phu_runtime.actions.sign_in import LAPSED, WRONG, sign_in
from phu_runtime.actions.sign_out import sign_out
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.keys import make_keys
from phu_runtime.records import accounts, sign_ins
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

PASSWORD = "vier woorden maken zin"
EMAIL = "linda.degroot@trivire.example"
HERE = "198.51.100.7"
INDEX_KEY, MASTER_KEY = "0f1e2d3c" * 8, "a1b2c3d4" * 8


class World:
    """A database with one account, and a clock to move."""

    def __init__(self, *, demo: bool = False) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self.settings = Settings("sqlite://", "sqlite://", "x" * 40, (MASTER_KEY,), INDEX_KEY, demo=demo)
        self.database = open_database("sqlite://")
        self.database.migrate()
        self.keys = make_keys("sqlite://", (MASTER_KEY,), INDEX_KEY)
        self.secret = ""
        with self.store() as store:
            trivire = accounts.add_organisation(store.session, "Trivire", "woningcorporatie")
            self.user_id = accounts.add_user(
                store.session,
                organisation_id=trivire.id,
                name="Linda de Groot",
                email=EMAIL,
                password_hash=hash_password(PASSWORD),
                created=self.now,
                roles=["medewerker", "coordinator"],
            ).id

    @contextmanager
    def store(self) -> Iterator[Store]:
        with self.database.write() as session:
            yield Store(session, self.now, self.now, self.settings, self.keys)

    def later(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)

    def sign_in(self, password: str = PASSWORD, email: str = EMAIL, address: str = HERE) -> SignedIn:
        with self.store() as store:
            return sign_in(store, email, password, address, "Firefox op Linux")

    def halfway(self, token: str) -> Halfway:
        with self.store() as store:
            found = half_signed_in(store, token)
        assert found is not None
        return found

    def actor(self, token: str) -> Actor | None:
        with self.store() as store:
            return resume_session(store, token, HERE)

    def connect_app(self, token: str) -> tuple[str, tuple[str, ...]]:
        """Connect an app at the first sign-in; gives the finished token and the recovery codes."""
        who = self.halfway(token)
        with self.store() as store:
            offer = offer_second_factor(store, who)
        self.secret = offer.secret.replace(" ", "")
        with self.store() as store:
            done = set_up_second_factor(store, who, offer.sealed, self.code(), HERE)
        assert done.problem == ""
        return done.token, done.recovery_codes

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.now)

    def signed_in(self) -> str:
        """A finished session; the app is connected when it isn't yet."""
        if not self.secret:
            return self.connect_app(self.sign_in().token)[0]
        self.later(minutes=1)
        who = self.halfway(self.sign_in().token)
        with self.store() as store:
            return confirm_second_factor(store, who, self.code(), HERE).token


    def close(self) -> None:
        self.database.close()
        self.keys.close()


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


@pytest.fixture
def demo() -> Iterator[World]:
    """A demo in which Linda's account is one to practise with."""
    made = World(demo=True)
    with made.store() as store:
        accounts.get_user(store.session, made.user_id).demo = True
    yield made
    made.close()


def test_a_password_alone_is_not_enough(world):
    signed_in = world.sign_in()
    assert signed_in.needs == "set_up_second_factor"
    assert world.actor(signed_in.token) is None
    assert world.halfway(signed_in.token).email == EMAIL


def test_connecting_an_app_signs_in_with_a_fresh_token(world):
    first = world.sign_in().token
    token, codes = world.connect_app(first)
    assert len(codes) == 8
    assert world.actor(first) is None
    actor = world.actor(token)
    assert actor is not None
    assert (actor.name, actor.organisation, actor.party) == ("Linda de Groot", "Trivire", "woningcorporatie")
    assert actor.roles == {"medewerker", "coordinator"}
    assert actor.access_point == HERE


def test_the_next_sign_in_asks_a_code_that_works_once(world):
    world.connect_app(world.sign_in().token)
    world.later(minutes=2)
    signed_in = world.sign_in()
    assert signed_in.needs == "second_factor"
    code = world.code()
    who = world.halfway(signed_in.token)
    with world.store() as store:
        done = confirm_second_factor(store, who, code, HERE)
    assert world.actor(done.token) is not None
    who = world.halfway(world.sign_in().token)
    with world.store() as store:
        refused = confirm_second_factor(store, who, code, HERE)
    assert refused.token == ""
    assert "al gebruikt" in refused.problem


def test_a_recovery_code_works_once_in_place_of_the_app(world):
    _, codes = world.connect_app(world.sign_in().token)
    for works in (True, False):
        token = world.sign_in().token
        who = world.halfway(token)
        with world.store() as store:
            done = confirm_second_factor(store, who, codes[0].upper().replace("-", " "), HERE)
        assert (done.problem == "") is works


def test_new_recovery_codes_replace_the_old_ones(world):
    token, old = world.connect_app(world.sign_in().token)
    me = world.actor(token)
    with world.store() as store:
        new = new_recovery_codes(store, me)
    for code, works in [(old[0], False), (new[0], True)]:
        who = world.halfway(world.sign_in().token)
        with world.store() as store:
            assert (confirm_second_factor(store, who, code, HERE).problem == "") is works


def test_a_wrong_or_late_code_connects_no_app(world):
    who = world.halfway(world.sign_in().token)
    with world.store() as store:
        offer = offer_second_factor(store, who)
    world.secret = offer.secret.replace(" ", "")
    with world.store() as store:
        assert "klok van uw telefoon" in set_up_second_factor(store, who, offer.sealed, "000000", HERE).problem
        same = offer_second_factor(store, who, offer.sealed)
    assert same.secret == offer.secret
    world.later(minutes=21)
    with world.store() as store:
        late = set_up_second_factor(store, who, offer.sealed, world.code(), HERE)
    assert late.expired
    assert world.sign_in().needs == "set_up_second_factor"


def test_the_same_sentence_for_a_wrong_password_an_unknown_and_a_closed_account(world):
    assert world.sign_in("fout wachtwoord") == SignedIn(problem=WRONG)
    assert world.sign_in(email="niemand@trivire.example") == SignedIn(problem=WRONG)
    with world.store() as store:
        accounts.get_user(store.session, world.user_id).active = False
    assert world.sign_in() == SignedIn(problem=WRONG)


def test_after_five_failures_the_account_waits_longer_each_time_and_then_may_again(world):
    for _ in range(4):
        assert world.sign_in("fout").problem == WRONG
    assert "na 10.00 uur en 30 seconden" in world.sign_in("fout").problem
    assert "30 seconden" in world.sign_in().problem, "the right password waits too"
    world.later(seconds=31)
    assert "10.01 uur en 31 seconden" in world.sign_in("fout").problem
    world.later(seconds=61)
    assert world.sign_in().token


def test_an_unknown_account_waits_just_as_long(world):
    known = [world.sign_in("fout").problem for _ in range(6)]
    unknown = [world.sign_in("fout", email="niemand@trivire.example", address="198.51.100.8").problem for _ in range(6)]
    assert known == unknown


def test_wrong_codes_count_and_a_new_sign_in_does_not_reset_them(world):
    world.connect_app(world.sign_in().token)
    for _ in range(5):
        who = world.halfway(world.sign_in().token)
        with world.store() as store:
            refused = confirm_second_factor(store, who, "000000", HERE)
    assert "te vaak" in refused.problem
    assert "te vaak" in world.sign_in().problem


def test_an_address_that_tries_many_accounts_waits_and_others_do_not(world):
    for number in range(30):
        world.sign_in("fout", email=f"gok{number}@trivire.example", address="2001:db8:0:1::1")
    assert "te vaak" in world.sign_in(address="2001:db8:0:1:ffff::2").problem
    assert world.sign_in(address="2001:db8:0:2::1").token


def test_signing_in_starts_the_count_anew(world):
    token = world.signed_in()
    assert world.actor(token)
    for _ in range(4):
        world.sign_in("fout")
    world.signed_in()
    assert world.sign_in("fout").problem == WRONG


def test_no_name_password_or_address_stands_in_the_table_of_failures(world):
    world.sign_in("geheim wachtwoord")
    with world.store() as store:
        rows = store.session.connection().exec_driver_sql("SELECT account, address FROM sign_in_attempts").all()
    assert len(rows) == 1
    assert all(len(mark) == 64 for mark in rows[0])


def test_a_session_ends_after_half_an_hour_of_silence(world):
    token = world.signed_in()
    world.later(minutes=29)
    assert world.actor(token)
    world.later(minutes=29)
    assert world.actor(token)
    world.later(minutes=31)
    assert world.actor(token) is None


def test_a_session_ends_after_twelve_hours_of_work(world):
    token = world.signed_in()
    for _ in range(36):
        world.later(minutes=20)
        assert world.actor(token)
    world.later(minutes=1)
    assert world.actor(token) is None


def test_that_a_session_was_seen_is_noted_at_most_once_a_minute(world):
    token = world.signed_in()
    with world.database.count_statements() as statements:
        for _ in range(5):
            world.later(seconds=9)
            world.actor(token)
    assert not [text for text in statements.texts if text.startswith("UPDATE")]
    world.later(minutes=1)
    with world.database.count_statements() as statements:
        world.actor(token)
    assert len([text for text in statements.texts if text.startswith("UPDATE")]) == 1
    assert len([text for text in statements.texts if text.startswith("SELECT")]) == 2  # who it is, and for whom they stand in


def test_a_halfway_session_is_given_up_after_ten_minutes(world):
    token = world.sign_in().token
    world.later(minutes=11)
    with world.store() as store:
        assert half_signed_in(store, token) is None


def test_signing_out_ends_this_device_and_no_other(world):
    one, two = world.signed_in(), world.signed_in()
    with world.store() as store:
        sign_out(store, one)
        sign_out(store, "onzin")
    assert world.actor(one) is None
    assert world.actor(two)


def test_devices_are_listed_and_ended_one_by_one_or_together(world):
    tokens = [world.signed_in() for _ in range(3)]
    me, first = world.actor(tokens[2]), world.actor(tokens[0])
    with world.store() as store:
        shown = show_account(store, me)
        assert [one.this for one in shown.devices] == [True, False, False]
        assert shown.devices[0].name == "Firefox op Linux"
        assert shown.second_factor
        assert shown.recovery_codes == 8
        end_session(store, me, first.session_id)
    assert world.actor(tokens[0]) is None
    assert world.actor(tokens[1])
    with world.store() as store:
        end_other_sessions(store, me)
    assert world.actor(tokens[1]) is None
    assert world.actor(tokens[2])
    with world.store() as store, pytest.raises(NotFound):
        end_session(store, me, "0" * 64)


def test_a_new_password_signs_out_every_other_device(world):
    one, two = world.signed_in(), world.signed_in()
    me = world.actor(two)
    with world.store() as store:
        changed = change_password(store, me, PASSWORD, "kasteel fiets lamp 9", "kasteel fiets lamp 9", HERE)
    assert world.actor(one) is None
    assert world.actor(two) is None
    assert world.actor(changed.token)
    assert world.sign_in().problem == WRONG
    assert world.sign_in("kasteel fiets lamp 9").token


@pytest.mark.parametrize(
    ("new", "again", "key"),
    [
        ("kort", "kort", "new"),
        (PASSWORD, PASSWORD, "new"),
        ("kasteel fiets lamp 9", "anders", "again"),
        ("LindadeGroot12", "LindadeGroot12", "new"),
    ],
)
def test_a_bad_new_password_changes_nothing(world, new, again, key):
    token = world.signed_in()
    me = world.actor(token)
    with pytest.raises(FormInvalid) as refused, world.store() as store:
        change_password(store, me, PASSWORD, new, again, HERE)
    assert list(refused.value.problems) == [key]
    assert world.actor(token)


def test_guessing_the_current_password_on_a_stolen_device_is_counted(world):
    token = world.signed_in()
    me = world.actor(token)
    for _ in range(5):
        with world.store() as store:
            refused = change_password(store, me, "gok", "kasteel fiets lamp 9", "kasteel fiets lamp 9", HERE)
    assert "te vaak" in refused.problem


def test_a_one_time_password_must_be_replaced_and_lapses(world):
    with world.store() as store:
        user = accounts.get_user(store.session, world.user_id)
        user.must_change_password, user.password_until = True, world.now + timedelta(days=3)
    token, _ = world.connect_app(world.sign_in().token)
    assert world.actor(token) is None
    who = world.halfway(token)
    assert who.needs == "new_password"
    with world.store() as store:
        done = choose_password(store, who, "kasteel fiets lamp 9", "kasteel fiets lamp 9")
    assert world.actor(done.token)
    with world.store() as store:
        user = accounts.get_user(store.session, world.user_id)
        assert user.password_until is None
        user.password_until = world.now
    world.later(minutes=1)
    assert world.sign_in("kasteel fiets lamp 9").problem == LAPSED


def test_closing_an_account_or_its_organisation_ends_its_sessions_at_once(world):
    token = world.signed_in()
    with world.store() as store:
        user = accounts.get_user(store.session, world.user_id)
        accounts.get_organisation(store.session, user.organisation_id).active = False
    assert world.actor(token) is None
    assert world.sign_in().problem == WRONG


def test_in_the_demo_a_password_is_enough_and_outside_it_a_demo_account_is_nobody(demo):
    token = demo.sign_in().token
    assert demo.actor(token)
    demo.settings = Settings("sqlite://", "sqlite://", "x" * 40, (MASTER_KEY,), INDEX_KEY)
    assert demo.actor(token) is None
    assert demo.sign_in().problem == WRONG


def test_the_shared_password_of_the_demo_stays(demo):
    me = demo.actor(demo.sign_in().token)
    with demo.store() as store, pytest.raises(FormInvalid):
        change_password(store, me, PASSWORD, "kasteel fiets lamp 9", "kasteel fiets lamp 9", HERE)


def test_signing_in_is_written_in_the_access_log(world):
    world.signed_in()
    with world.store() as store:
        rows = store.session.connection().exec_driver_sql("SELECT event, user_id, access_point FROM access_lines ORDER BY at").all()
    assert ("aangemeld", world.user_id, HERE) in [tuple(row) for row in rows]


def test_only_the_digest_of_a_token_is_stored(world):
    token = world.signed_in()
    with world.store() as store:
        ids = [row.id for row in sign_ins.devices_of(store.session, world.user_id, world.now - timedelta(days=1))]
    assert all(token not in one and len(one) == 64 for one in ids)
