"""Signing in and running accounts, as a browser does it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from phu_runtime.actions.create_admin import create_admin
from phu_runtime.demo.organisations import DEMO_PASSWORD, load_accounts, load_organisations
from phu_runtime.keys import make_keys
from phu_runtime.pages import new_app
from phu_runtime.records import facts
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime

INDEX_KEY, MASTER_KEY = "0f1e2d3c" * 8, "a1b2c3d4" * 8
OWN_PASSWORD = "vier woorden maken zin"


class Site:
    """The web application on an in-memory database, with a clock to move."""

    def __init__(self, *, demo: bool, public_url: str = "http://127.0.0.1:8000") -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self.secret = ""
        settings = Settings("sqlite://", "sqlite://", "x" * 40, (MASTER_KEY,), INDEX_KEY, demo=demo, public_url=public_url)
        database = open_database("sqlite://")
        database.migrate()
        with database.write() as session:
            facts.stamp_mode(session, demo=demo)
        self.runtime = Runtime(settings, database, make_keys("sqlite://", (MASTER_KEY,), INDEX_KEY), clock=lambda: self.now)
        with self.runtime.transaction() as store:
            self.organisations = load_organisations(store)
            if demo:
                load_accounts(store)
        self.app = new_app(self.runtime)

    def browser(self) -> Browser:
        return Browser(self)

    def close(self) -> None:
        self.runtime.database.close()
        self.runtime.keys.close()


class Browser:
    """A browser: keeps cookies, sends the token against forgery of the page it saw last."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.client: FlaskClient = site.app.test_client()
        self.page = ""
        self.status = 0
        self.path = ""

    def get(self, path: str) -> str:
        return self._seen(self.client.get(path, follow_redirects=True))

    def post(self, path: str, **form: object) -> str:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        return self._seen(self.client.post(path, data={"csrf_token": token.group(1) if token else "", **form}, follow_redirects=True))

    def _seen(self, answer: TestResponse) -> str:
        self.status, self.path = answer.status_code, answer.request.path
        self.page = answer.get_data(as_text=True)
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page))

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> str:
        self.get("/inloggen")
        return self.post("/inloggen", email=email, password=password)

    def hidden(self, name: str) -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.page).group(1)


@pytest.fixture
def site() -> Iterator[Site]:
    """The demo."""
    made = Site(demo=True)
    yield made
    made.close()


@pytest.fixture
def real() -> Iterator[Site]:
    """A database with real data, over HTTPS."""
    made = Site(demo=False, public_url="https://phu.example")
    yield made
    made.close()


def test_a_visitor_signs_in_and_comes_back_where_he_wanted_to_be(site):
    browser = site.browser()
    text = browser.get("/account")
    assert browser.path == "/inloggen"
    assert "Inloggen" in text
    text = browser.post("/inloggen", email="linda.degroot@trivire.example", password=DEMO_PASSWORD, volgende=browser.hidden("volgende"))
    assert browser.path == "/account"
    assert "Linda de Groot" in text


@pytest.mark.parametrize("elsewhere", ["https://boos.example/", "//boos.example", "/\\boos.example"])
def test_nobody_is_led_to_another_site(site, elsewhere):
    browser = site.browser()
    browser.get("/inloggen")
    answer = browser.client.post(
        "/inloggen",
        data={
            "csrf_token": browser.hidden("csrf_token"),
            "email": "linda.degroot@trivire.example",
            "password": DEMO_PASSWORD,
            "volgende": elsewhere,
        },
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_keeps_the_address_and_tells_nothing_more(site):
    browser = site.browser()
    text = browser.sign_in("linda.degroot@trivire.example", "fout")
    assert browser.status == 422
    assert "Het e-mailadres of het wachtwoord klopt niet." in text
    assert 'value="linda.degroot@trivire.example"' in browser.page
    assert "<title>Fout: " in browser.page
    assert 'value="fout"' not in browser.page
    assert "klopt niet" in browser.sign_in("niemand@trivire.example", "fout")
    assert "Vul uw wachtwoord in." in browser.post("/inloggen", email="x@y.example", password="")


def test_without_the_token_against_forgery_nothing_happens(site):
    answer = site.app.test_client().post("/inloggen", data={"email": "linda.degroot@trivire.example", "password": DEMO_PASSWORD})
    assert answer.status_code == 400


def test_a_demo_account_is_filled_in_with_one_click(site):
    browser = site.browser()
    text = browser.get("/inloggen")
    assert "Fatma Yildiz" in text
    assert DEMO_PASSWORD in text
    chosen = re.search(r'name="account" value="(\w+)"[^>]*>.{0,300}?Fatma Yildiz', browser.page, re.S)
    user_id = re.findall(r'name="account" value="(\w+)"', chosen.group(0))[-1]
    text = browser.post("/inloggen/oefenaccount", account=user_id)
    assert "Het oefenaccount van Fatma Yildiz is ingevuld" in text
    assert 'value="fatma.yildiz@wijkteamdordrecht.example"' in browser.page
    browser.post("/inloggen/oefenaccount", account="onbekend")
    assert browser.status == 404


def test_outside_the_demo_no_account_is_offered(real):
    browser = real.browser()
    assert "oefen" not in browser.get("/inloggen").lower()
    browser.post("/inloggen/oefenaccount", account="x")
    assert browser.status in (400, 404)


def test_signing_out_is_really_out(site):
    browser = site.browser()
    browser.sign_in("linda.degroot@trivire.example")
    cookie = browser.client.get_cookie("phu").value
    browser.get("/account")
    assert "U bent uitgelogd." in browser.post("/uitloggen")
    browser.client.set_cookie("phu", cookie)
    browser.get("/account")
    assert browser.path == "/inloggen"


def test_the_cookie_is_locked_down_over_https(real):
    with real.runtime.transaction() as store:
        password = create_admin(store, "Ans de Boer", "ans@ggd.example")
    client = real.app.test_client()
    page = client.get("/inloggen", base_url="https://phu.example").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    answer = client.post(
        "/inloggen",
        data={"csrf_token": token, "email": "ans@ggd.example", "password": password},
        base_url="https://phu.example",
        headers={"Referer": "https://phu.example/inloggen"},
    )
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-phu="))
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_the_first_beheerder_goes_through_every_stage():
    site = Site(demo=False)
    with site.runtime.transaction() as store:
        password = create_admin(store, "Ans de Boer", "ans@ggd.example")
    browser = site.browser()
    text = browser.sign_in("ans@ggd.example", password)
    assert browser.path == "/inloggen/tweede-stap"
    assert "data:image/svg+xml" in browser.page
    secret = re.search(r"typ:\s+([A-Z2-7 ]+)", text).group(1).replace(" ", "")
    text = browser.post("/inloggen/tweede-stap", sealed=browser.hidden("sealed"), code="000000")
    assert browser.status == 422
    assert "klopt niet" in text
    text = browser.post("/inloggen/tweede-stap", sealed=browser.hidden("sealed"), code=pyotp.TOTP(secret).at(site.now))
    codes = re.findall(r"<strong>(\w{5}-\w{5})</strong>", browser.page)
    assert len(codes) == 8
    browser.get("/account")
    assert browser.path == "/inloggen", "not signed in before there is a password of one's own"
    browser.get("/inloggen/code")
    assert browser.path == "/inloggen/wachtwoord", "each visitor is led to the stage he is at"
    assert "ten minste 12 tekens" in browser.post("/inloggen/wachtwoord", new="kort", again="kort")
    assert browser.status == 422
    browser.post("/inloggen/wachtwoord", new=OWN_PASSWORD, again=OWN_PASSWORD)
    assert "Ans de Boer" in browser.get("/account")
    site.now += timedelta(minutes=2)
    other = site.browser()
    other.sign_in("ans@ggd.example", OWN_PASSWORD)
    assert other.path == "/inloggen/code"
    assert "klopt niet" in other.post("/inloggen/code", code="123456")
    other.post("/inloggen/code", code=codes[3])
    assert "Mijn account" in other.get("/account")
    site.close()


def test_who_waits_too_long_halfway_starts_again(real):
    with real.runtime.transaction() as store:
        create_admin(store, "Ans de Boer", "ans@ggd.example")
    browser = real.browser()
    assert "Dat duurde te lang" in browser.get("/inloggen/code")
    assert browser.path == "/inloggen"


def test_a_device_is_signed_out_from_another(site):
    one, two = site.browser(), site.browser()
    for browser in (one, two):
        browser.sign_in("linda.degroot@trivire.example")
    text = two.get("/account")
    assert "Dit apparaat" in text
    two.post("/account/apparaten", apparaat=re.search(r'name="apparaat" value="(\w{64})"', two.page).group(1))
    one.get("/account")
    assert one.path == "/inloggen"
    two.get("/account")
    assert two.path == "/account"
    two.post("/account/apparaten", apparaat="0" * 64)
    assert two.status == 404


def test_an_app_is_connected_on_the_account_page_and_asked_the_next_time(site):
    browser = site.browser()
    browser.sign_in("linda.degroot@trivire.example")
    text = browser.get("/account/tweede-stap")
    secret = re.search(r"typ:\s+([A-Z2-7 ]+)", text).group(1).replace(" ", "")
    text = browser.post("/account/tweede-stap", sealed=browser.hidden("sealed"), code=pyotp.TOTP(secret).at(site.now))
    assert "Bewaar uw herstelcodes" in text
    assert "8 herstelcodes" in browser.get("/account")
    assert "Uw herstelcodes" in browser.post("/account/herstelcodes")
    site.now += timedelta(minutes=1)
    other = site.browser()
    other.sign_in("linda.degroot@trivire.example")
    assert other.path == "/inloggen/code"
    other.post("/inloggen/code", code=pyotp.TOTP(secret).at(site.now))
    assert "Mijn account" in other.get("/account")


def test_the_beheerder_opens_an_account_and_its_owner_signs_in(site):
    chief = site.browser()
    chief.sign_in("daan.bosman@beheer.example")
    assert "Trivire" in chief.get("/beheer/organisaties")
    trivire = site.organisations["Trivire"]
    chief.get(f"/beheer/organisaties/{trivire}/nieuw-account")
    text = chief.post(f"/beheer/organisaties/{trivire}/nieuw-account", name="", email="ruud@trivire.example", roles="medewerker")
    assert chief.status == 422
    assert "Vul de naam in." in text
    text = chief.post(f"/beheer/organisaties/{trivire}/nieuw-account", name="Ruud Peters", email="ruud@trivire.example", roles="medewerker")
    password = re.search(r'id="eenmalig">([\w-]+)<', chief.page).group(1)
    assert "alleen nu" in text
    new = site.browser()
    new.sign_in("ruud@trivire.example", password)
    assert new.path == "/inloggen/wachtwoord"
    new.post("/inloggen/wachtwoord", new=OWN_PASSWORD, again=OWN_PASSWORD)
    assert "Ruud Peters" in new.get("/account")
    assert "Wachtwoord wijzigen" in new.get("/account/wachtwoord")
    assert "klopt niet" in new.post("/account/wachtwoord", current="fout", new=OWN_PASSWORD + "!", again=OWN_PASSWORD + "!")
    changed = new.post("/account/wachtwoord", current=OWN_PASSWORD, new="kasteel fiets lamp 9", again="kasteel fiets lamp 9")
    assert "Uw wachtwoord is gewijzigd." in changed


def test_the_beheerder_changes_closes_and_helps_an_account(site):
    chief, linda = site.browser(), site.browser()
    chief.sign_in("daan.bosman@beheer.example")
    linda.sign_in("linda.degroot@trivire.example")
    chief.get("/beheer/accounts")
    assert "Linda de Groot" in chief.post("/beheer/accounts", zoek="linda")
    assert "Mark Visser" not in html.unescape(chief.page)
    address = re.search(r'href="(/beheer/accounts/\w{32})"', chief.page).group(1)
    assert "Nu ingelogd" in chief.get(address)
    chief.post(f"{address}/uitloggen")
    linda.get("/account")
    assert linda.path == "/inloggen"
    chief.get(address)
    assert "is gewist" in chief.post(f"{address}/tweede-stap")
    assert "Kies ten minste één rol." in chief.post(address, name="Linda de Groot", actief="ja")
    assert "is gesloten en overal uitgelogd" in chief.post(address, name="Linda de Groot", roles="medewerker", actief="nee")
    assert "klopt niet" in linda.sign_in("linda.degroot@trivire.example")
    chief.get(address)
    chief.post(f"{address}/wachtwoord")
    assert chief.status == 422, "a demo account keeps the shared password"


def test_the_beheerder_runs_organisations_and_teams(site):
    chief, linda = site.browser(), site.browser()
    chief.sign_in("daan.bosman@beheer.example")
    linda.sign_in("linda.degroot@trivire.example")
    chief.get("/beheer/organisaties")
    assert "Kies wat voor partij dit is." in chief.post("/beheer/organisaties", name="Nieuwe Stichting", party="")
    assert "Nieuwe Stichting is toegevoegd." in chief.post("/beheer/organisaties", name="Nieuwe Stichting", party="woningcorporatie")
    here = chief.path
    assert "Het team is toegevoegd." in chief.post(f"{here}/teams", name="Incasso")
    assert "al een team" in chief.post(f"{here}/teams", name="Incasso")
    trivire = f"/beheer/organisaties/{site.organisations['Trivire']}"
    assert "Trivire is gesloten." in chief.post(trivire, actief="nee")
    linda.get("/account")
    assert linda.path == "/inloggen"
    assert "Trivire is weer open." in chief.post(trivire, actief="ja")
    assert "eigen organisatie" in chief.post(f"/beheer/organisaties/{site.organisations['Beheer PHU']}", actief="nee")


def test_a_coordinator_sees_the_own_organisation_without_buttons(site):
    mark = site.browser()
    mark.sign_in("mark.visser@trivire.example")
    text = mark.get("/beheer")
    assert mark.path == f"/beheer/organisaties/{site.organisations['Trivire']}"
    assert "Linda de Groot" in text
    assert "Nieuw account" not in text
    mark.get(f"/beheer/organisaties/{site.organisations['Woonbron']}")
    assert mark.status == 403
    mark.get("/beheer/accounts")
    assert mark.status == 403


def test_a_refusal_is_written_in_the_access_log(site):
    linda = site.browser()
    linda.sign_in("linda.degroot@trivire.example")
    linda.get("/beheer/organisaties")
    assert linda.status == 403
    with site.runtime.transaction() as store:
        rows = store.session.connection().exec_driver_sql("SELECT result, user_id FROM access_lines WHERE result = 'geweigerd'").all()
    assert len(rows) == 1
    assert rows[0][1]


def test_the_page_for_who_lost_password_or_phone_needs_no_account(site):
    browser = site.browser()
    assert "beheerder" in browser.get("/inloggen/vergeten")
    assert browser.status == 200
