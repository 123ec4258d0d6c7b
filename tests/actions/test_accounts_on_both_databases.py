"""What the account actions ask of a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pyotp
import pytest

from phu_runtime.access.passwords import hash_password
from phu_runtime.actions.confirm_second_factor import confirm_second_factor
from phu_runtime.actions.half_signed_in import half_signed_in
from phu_runtime.actions.offer_second_factor import offer_second_factor
from phu_runtime.actions.resume_session import resume_session
from phu_runtime.actions.set_up_second_factor import set_up_second_factor
from phu_runtime.actions.show_account import show_account
from phu_runtime.actions.sign_in import sign_in
from phu_runtime.actions.sign_out import sign_out
from phu_runtime.records import accounts
from phu_runtime.settings import Settings
from phu_runtime.steps.store import Store

PASSWORD, EMAIL, HERE = "vier woorden maken zin", "linda.degroot@trivire.example", "198.51.100.7"


@pytest.fixture
def opened(database, keys, clock, master_key) -> Callable[[], AbstractContextManager[Store]]:
    """Opens a transaction on a database with one account."""
    settings = Settings("sqlite://", "sqlite://", "x" * 40, (master_key,), "0f1e2d3c" * 8)

    @contextmanager
    def store() -> Iterator[Store]:
        with database.write() as session:
            yield Store(session, clock.now, clock.now, settings, keys)

    with store() as first:
        home = accounts.add_organisation(first.session, "Trivire", "woningcorporatie")
        accounts.add_user(
            first.session,
            organisation_id=home.id,
            name="Linda de Groot",
            email=EMAIL,
            password_hash=hash_password(PASSWORD),
            created=clock.now,
            roles=["medewerker"],
        )
    return store


def test_from_the_first_password_to_signing_out(opened, clock):
    with opened() as store:
        token = sign_in(store, EMAIL, PASSWORD, HERE, "Firefox").token
    with opened() as store:
        who = half_signed_in(store, token)
        offer = offer_second_factor(store, who)
    app = pyotp.TOTP(offer.secret.replace(" ", ""))
    with opened() as store:
        done = set_up_second_factor(store, who, offer.sealed, app.at(clock.now), HERE)
    with opened() as store:
        assert show_account(store, resume_session(store, done.token, HERE)).recovery_codes == 8
        sign_out(store, done.token)
        assert resume_session(store, done.token, HERE) is None
    clock.move(minutes=1)
    for code, works in ((done.recovery_codes[0], True), (done.recovery_codes[0], False), (app.at(clock.now), True)):
        with opened() as store:
            who = half_signed_in(store, sign_in(store, EMAIL, PASSWORD, HERE, "Firefox").token)
            assert (confirm_second_factor(store, who, code, HERE).problem == "") is works


def test_parallel_guesses_are_counted_one_by_one(opened, clock):
    def guess(number: int) -> str:
        with opened() as store:
            return sign_in(store, EMAIL, f"gok {number}", f"198.51.100.{number}", "").problem

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(guess, range(12)))
    assert sum("klopt niet" in answer for answer in answers) == 4
    assert sum("te vaak" in answer for answer in answers) == 8
    clock.now += timedelta(seconds=31)
    with opened() as store:
        assert sign_in(store, EMAIL, PASSWORD, HERE, "").token


def test_two_accounts_with_one_address_are_impossible(opened, clock):
    with pytest.raises(Exception, match="(?i)unique"), opened() as store:
        organisation = accounts.organisation_by_name(store.session, "Trivire")
        accounts.add_user(
            store.session, organisation_id=organisation.id, name="X", email=EMAIL, password_hash="x", created=clock.now, roles=[]
        )
