from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phu_runtime.access import passwords, second_factor, sign_in, tokens
from phu_runtime.access.log import line
from phu_runtime.shapes import Actor

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
KEYS = ("a1b2c3d4" * 8, "0f1e2d3c" * 8)
SECRET = "een-geheim-van-meer-dan-32-tekens-lang"


@pytest.mark.parametrize(
    "bad",
    [
        "kort",
        "wachtwoord123",
        "Welkom2026!!!",
        "W3lk0m2026!!",
        "Dordrecht2026",
        "123456789012",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklmn",
        "linda.degroot1",
        "linda.degroot@trivire.example",
        "LindadeGroot1!",
        "x" * 200,
    ],
)
def test_a_weak_or_own_password_is_refused_with_a_sentence(bad):
    assert passwords.problem_with(bad, "linda.degroot@trivire.example", "Linda de Groot").endswith((".", "onthouden."))


@pytest.mark.parametrize("good", ["oefenen-phu-2026", "vier woorden maken zin", "Tr0ub4dor&3-lang", "kasteel fiets lamp 9"])
def test_a_long_sentence_is_a_good_password(good):
    assert passwords.problem_with(good, "linda.degroot@trivire.example", "Linda de Groot") == ""


def test_a_one_time_password_is_a_good_password_and_never_the_same():
    made = {passwords.one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(passwords.problem_with(one, "x@y.example") == "" for one in made)


def test_a_password_fits_only_its_own_hash_and_a_missing_account_takes_the_same_road():
    stored = passwords.hash_password("vier woorden maken zin")
    assert stored.startswith("$argon2id$")
    assert passwords.matches("vier woorden maken zin", stored)
    assert not passwords.matches("vier woorden maken zon", stored)
    assert not passwords.matches("vier woorden maken zin", None)
    assert not passwords.matches("vier woorden maken zin", "geen hash")
    assert not passwords.needs_new_hash(stored)


def test_a_code_works_once_and_only_around_its_own_half_minute():
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(NOW)
    step = second_factor.accepted_step(secret, code, 0, NOW)
    assert step == int(NOW.timestamp()) // 30
    assert second_factor.accepted_step(secret, code, step, NOW) is None
    assert second_factor.accepted_step(secret, f"{code[:3]} {code[3:]}", 0, NOW + timedelta(seconds=30)) == step
    assert second_factor.accepted_step(secret, code, 0, NOW + timedelta(seconds=90)) is None


@given(st.text(max_size=12))
def test_no_odd_text_is_taken_for_a_code(text):
    assert second_factor.accepted_step("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", text, 10**12, NOW) is None


def test_a_sealed_secret_opens_for_its_own_user_under_an_older_key_too():
    sealed = second_factor.seal("GEHEIM", "u1", KEYS)
    assert b"GEHEIM" not in sealed
    assert second_factor.unseal(sealed, "u1", KEYS) == "GEHEIM"
    assert second_factor.unseal(sealed, "u1", (KEYS[1], KEYS[0])) == "GEHEIM"
    with pytest.raises(ValueError, match="no master key"):
        second_factor.unseal(sealed, "u2", KEYS)
    with pytest.raises(ValueError, match="no master key"):
        second_factor.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "u1", KEYS)


def test_an_offered_secret_is_refused_when_altered_old_or_anothers():
    offer = second_factor.seal_offer("GEHEIM", "u1", NOW, KEYS)
    assert second_factor.open_offer(offer, "u1", NOW + timedelta(minutes=19), KEYS) == "GEHEIM"
    assert second_factor.open_offer(offer, "u1", NOW + timedelta(minutes=21), KEYS) is None
    assert second_factor.open_offer(offer, "u2", NOW, KEYS) is None
    assert second_factor.open_offer("geen hex", "u1", NOW, KEYS) is None
    assert second_factor.open_offer("", "u1", NOW, KEYS) is None


def test_the_qr_image_is_made_here():
    picture = second_factor.picture_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "linda@trivire.example")
    assert picture.startswith("data:image/svg+xml")
    address = second_factor.address_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "linda@trivire.example")
    assert address.startswith("otpauth://totp/Preventie%20huisuitzettingen:linda%40trivire.example?")


def test_recovery_codes_differ_and_are_told_from_app_codes():
    codes = second_factor.new_recovery_codes()
    assert len(set(codes)) == 8
    assert all(second_factor.is_recovery_code(code) for code in codes)
    assert not second_factor.is_recovery_code("123 456")


def test_a_token_of_ours_has_a_digest_and_a_forged_one_none():
    token = tokens.new_token(SECRET)
    digest = tokens.digest_of(token, SECRET)
    assert digest is not None
    assert len(digest) == 64
    assert token.split(".")[0] not in digest
    assert tokens.digest_of(token, SECRET + "x") is None
    for forged in ("", ".", "x.y", token[:-1], token + "é"):
        assert tokens.digest_of(forged, SECRET) is None


def test_marks_compare_without_telling_what_was_marked():
    mark = tokens.mark(KEYS[0], "account", " Linda@Trivire.example ")
    assert mark == tokens.mark(KEYS[0], "account", "linda@trivire.example")
    assert mark != tokens.mark(KEYS[0], "address", "linda@trivire.example")


def test_waits_grow_with_failures_and_end():
    def failures(n: int) -> list[datetime]:
        return [NOW - timedelta(seconds=n - i) for i in range(n)]

    assert sign_in.wait_until(failures(4), 5, NOW) is None
    waits = [sign_in.wait_until(failures(n), 5, NOW) - failures(n)[-1] for n in range(5, 13)]
    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480, 900, 900, 900]
    assert sign_in.wait_until(failures(5), 5, NOW + timedelta(seconds=31)) is None
    assert sign_in.wait_until(failures(50), 5, NOW + timedelta(hours=2)) is None


def test_a_session_ends_when_idle_old_revoked_or_with_its_account():
    def lives(at: datetime, **more: Any) -> bool:
        facts = {"last": NOW, "revoked": None, "end": None, "complete": True, **more}
        return sign_in.session_lives(NOW, facts["last"], facts["revoked"], facts["end"], facts["complete"], at)

    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    assert lives(NOW + 30 * minute)
    assert not lives(NOW + 31 * minute)
    assert lives(NOW + 12 * hour, last=NOW + 12 * hour)
    assert not lives(NOW + 12 * hour + minute, last=NOW + 12 * hour)
    assert not lives(NOW, revoked=NOW)
    assert not lives(NOW, end=NOW)
    assert lives(NOW, end=NOW - minute)
    assert lives(NOW + 10 * minute, complete=False)
    assert not lives(NOW + 11 * minute, complete=False)


def test_a_log_line_carries_who_what_and_why_and_no_contents():
    actor = Actor("u1", "Linda", "o1", "Trivire", "woningcorporatie", frozenset({"medewerker"}), access_point="198.51.100.7")
    made = line(actor, "dossier_bekeken", "R", "psn", ["adres", "achternaam", "adres"], "2", "Wmo", at=NOW)
    assert (made.fields, made.result, made.organisation_id) == ("achternaam,adres", "toegestaan", "o1")
    assert made.role == "woningcorporatie: medewerker"
    with pytest.raises(ValueError, match="action"):
        line(actor, "x", "Q", at=NOW)
    with pytest.raises(ValueError, match="aware"):
        line(actor, "x", "R")
