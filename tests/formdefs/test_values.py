"""What someone types becomes a value or a sentence that says what to do."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phu_runtime.formdefs import values
from phu_runtime.formdefs.values import Unusable


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250,50", "1250.50"),
        ("1250", "1250.00"),
        ("€ 1.250", "1250.00"),
        ("1250,5", "1250.50"),
        ("1250.5", "1250.50"),
        ("12.5", "12.50"),
        ("0", "0.00"),
        ("1.234.567,89", "1234567.89"),
        (" 612,40 ", "612.40"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert values.read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "veel", "12,345", "-5", "1.25.0", "1e5", "NaN", "Infinity", "999999999999", "1,2,3", "12.345,6.7", "٣"]
)
def test_an_amount_that_is_none_gets_a_sentence(text: str) -> None:
    with pytest.raises(Unusable) as refused:
        values.read_amount(text)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("text", ["26-11-2026", "26/11/2026", "26 november 2026", "2026-11-26", "26.11.2026", " 26-11-2026 "])
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert values.read_date(text) == date(2026, 11, 26)


@pytest.mark.parametrize(
    "text", ["30-2-2026", "26-13-2026", "26-11-26", "gisteren", "26-11", "31-11-2026", "0-1-2026", "26-11-1026", "26-brumaire-2026"]
)
def test_a_date_that_does_not_exist_gets_a_sentence(text: str) -> None:
    with pytest.raises(Unusable):
        values.read_date(text)


def test_a_moment_is_dutch_time() -> None:
    assert values.read_moment("26-11-2026 14.30 uur").astimezone(UTC) == datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
    assert values.read_moment("2026-07-01T08:05").astimezone(UTC) == datetime(2026, 7, 1, 6, 5, tzinfo=UTC)
    for wrong in ("26-11-2026", "26-11-2026 25:00", "14:30"):
        with pytest.raises(Unusable):
            values.read_moment(wrong)


@pytest.mark.parametrize(
    ("text", "bsn"), [("111222333", "111222333"), ("123 456 782", "123456782"), ("1234.56.782", "123456782"), ("10000008", "010000008")]
)
def test_a_bsn_passes_the_elfproef(text: str, bsn: str) -> None:
    assert values.read_bsn(text) == bsn


@pytest.mark.parametrize("text", ["123456789", "000000000", "11122233", "1112223334", "abcdefghi", "١١١٢٢٢٣٣٣"])
def test_a_number_that_fails_the_elfproef_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="BSN"):
        values.read_bsn(text)


@given(st.integers(0, 999_999_999))
def test_changing_one_digit_of_a_bsn_is_noticed(number: int) -> None:
    text = f"{number:09d}"
    try:
        values.read_bsn(text)
    except Unusable:
        return
    for place in range(9):
        changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        with pytest.raises(Unusable):
            values.read_bsn(changed)


@pytest.mark.parametrize(("text", "postcode"), [("3311ab", "3311 AB"), ("3311 AB", "3311 AB"), (" 4200  Xy ", "4200 XY")])
def test_a_postcode_gets_one_shape(text: str, postcode: str) -> None:
    assert values.read_postcode(text) == postcode


@pytest.mark.parametrize("text", ["0311 AB", "3311", "3311 A", "3311 ABC", "3311 SS", "B-3311"])
def test_a_postcode_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="postcode"):
        values.read_postcode(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06 1234 5678", "0612345678"),
        ("078-6123456", "0786123456"),
        ("+31 6 12345678", "0612345678"),
        ("0031 (0)78 612 34 56", "0786123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_telephone_numbers_get_one_shape(text: str, number: str) -> None:
    assert values.read_telephone(text) == number


@pytest.mark.parametrize("text", ["12345", "061234567", "06123456789", "zes", "+3"])
def test_a_telephone_number_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="telefoonnummer"):
        values.read_telephone(text)


def test_an_address_for_mail_keeps_its_name_and_lowers_its_domain() -> None:
    assert values.read_email(" A.Voorbeeld@Voorbeeld.NL ") == "A.Voorbeeld@voorbeeld.nl"
    for wrong in ("naam", "naam@", "@voorbeeld.nl", "naam@voorbeeld", "a b@voorbeeld.nl", "naam@voorbeeld.nl\nBcc: x@y.nl"):
        with pytest.raises(Unusable):
            values.read_email(wrong)


def test_text_is_tidied_and_limited() -> None:
    assert values.read_text("  Aan   de\toverkant ", 80) == "Aan de overkant"
    assert values.read_text("een\r\ntwee  drie", 80, lines=True) == "een\ntwee drie"
    with pytest.raises(Unusable, match="hooguit 5 tekens. U heeft er 6"):
        values.read_text("zesdes", 5)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u2066", "\ufeff"])
def test_characters_that_nobody_can_see_are_refused(character: str) -> None:
    with pytest.raises(Unusable):
        values.read_text(f"a{character}b", 80)


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    for reader in values.PLAIN.values():
        with contextlib.suppress(Unusable):
            reader(text)
