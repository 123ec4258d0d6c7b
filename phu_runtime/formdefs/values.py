"""What someone types, by kind of datum: a value, or a Dutch sentence that says what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import regex

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
YES_NO = (("ja", "Ja"), ("nee", "Nee"))
LARGEST = Decimal("99999999.99")
_MONTHS = {
    "januari": 1,
    "februari": 2,
    "maart": 3,
    "april": 4,
    "mei": 5,
    "juni": 6,
    "juli": 7,
    "augustus": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "december": 12,
}


class Unusable(Exception):
    """An answer that cannot be used; ``message`` says in Dutch what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_text(text: str, longest: int, *, lines: bool = False) -> str:
    """Text without control characters and with single spaces; with ``lines``, line ends stay."""
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for character in clean:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and not (lines and character == "\n") and character != "\t":
            raise Unusable("Er staat een teken in dat niet kan. Haal het weg of typ de tekst opnieuw.")
    clean = "\n".join(" ".join(line.split()) for line in clean.split("\n")).strip() if lines else " ".join(clean.split())
    if len(clean) > longest:
        raise Unusable(f"Maak de tekst korter: hooguit {longest} tekens. U heeft er {len(clean)}.")
    return clean


def read_number(text: str) -> int | Decimal:
    """A whole number, or one with a decimal comma."""
    value = _decimal(text, "Vul een getal in, bijvoorbeeld 3.")
    return int(value) if value == value.to_integral_value() else value


def read_amount(text: str) -> Decimal:
    """An amount in euros: ``1.250,50``, ``€ 1250``, ``1250.5``. Two decimals, never negative."""
    hint = "Vul een bedrag in, bijvoorbeeld 1.250,50."
    value = _decimal(text.replace("€", "").replace("EUR", ""), hint)
    if value < 0:
        raise Unusable("Vul een bedrag in dat niet onder nul ligt.")
    if value > LARGEST:
        raise Unusable("Dit bedrag is te hoog. Controleer het.")
    if value != value.quantize(Decimal("0.01")):
        raise Unusable("Vul hooguit twee cijfers achter de komma in.")
    return value.quantize(Decimal("0.01"))


def _decimal(text: str, hint: str) -> Decimal:
    bare = "".join(text.split())
    if regex.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|-?[0-9]{1,12}(,[0-9]{1,6})?", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not regex.fullmatch(r"-?[0-9]{1,12}\.[0-9]{1,2}", bare):
        raise Unusable(hint)
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise Unusable(hint) from None


def read_date(text: str) -> date:
    """A date as dd-mm-jjjj, ``3 november 2026`` or ISO. Years 1900 to 2100."""
    bare = " ".join(text.split()).strip()
    iso = regex.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", bare)
    dutch = regex.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2}|[a-z]+)[-/. ]([0-9]{4})", bare.lower())
    if iso:
        year, month, day = iso.groups()
    elif dutch:
        day, month, year = dutch.groups()
    else:
        raise Unusable("Vul een datum in als dag, maand en jaar, bijvoorbeeld 26-11-2026.")
    number = _MONTHS.get(month, int(month) if month.isdigit() else 0)
    if not 1900 <= int(year) <= 2100:
        raise Unusable("Controleer het jaar. Vul het met vier cijfers in, bijvoorbeeld 2026.")
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise Unusable("Deze datum bestaat niet. Controleer de dag en de maand.") from None


def read_moment(text: str) -> datetime:
    """A date with a time, Dutch time: ``26-11-2026 14.30`` or ISO."""
    day, _, clock = " ".join(text.replace("T", " ").split()).partition(" ")
    found = regex.fullmatch(r"([0-9]{1,2})[.:]([0-9]{2})(?:[.:][0-9]{2})?(?: uur)?", clock)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unusable("Vul een datum en een tijd in, bijvoorbeeld 26-11-2026 14.30.")
    return datetime.combine(read_date(day), time(int(found[1]), int(found[2])), AMSTERDAM)


def read_bsn(text: str) -> str:
    """Nine digits that pass the elfproef (Besluit BSN); eight get a leading zero."""
    digits = regex.sub(r"[\s.]", "", text)
    if not regex.fullmatch(r"[0-9]{8,9}", digits):
        raise Unusable("Vul het BSN in: negen cijfers.")
    digits = digits.zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    if total % 11 or digits == "000000000":
        raise Unusable("Dit is geen bestaand BSN. Controleer de cijfers.")
    return digits


def read_postcode(text: str) -> str:
    """``1234 AB``."""
    found = regex.fullmatch(r"([1-9][0-9]{3})\s*([A-Za-z]{2})", text.strip())
    if not found or found[2].upper() in ("SA", "SD", "SS"):
        raise Unusable("Vul een postcode in, bijvoorbeeld 3311 AB.")
    return f"{found[1]} {found[2].upper()}"


def read_telephone(text: str) -> str:
    """A Dutch number as ten digits, another as + and its digits."""
    bare = regex.sub(r"[\s().\-/]", "", text)
    bare = regex.sub(r"^(?:\+|00)31(?:0)?(?=[1-9])", "0", bare)
    if regex.fullmatch(r"0[1-9][0-9]{8}", bare):
        return bare
    if regex.fullmatch(r"(?:\+|00)[1-9][0-9]{7,13}", bare):
        return "+" + bare.removeprefix("+").removeprefix("00")
    raise Unusable("Vul een telefoonnummer van tien cijfers in, bijvoorbeeld 06 12345678.")


def read_email(text: str) -> str:
    """An address with one @ and a domain with a dot."""
    bare = text.strip()
    if len(bare) > 254 or not regex.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,}", bare):
        raise Unusable("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.")
    local, _, domain = bare.rpartition("@")
    return f"{local}@{domain.lower()}"


def read_yes_no(text: str) -> bool:
    """ja or nee; also what a checkbox sends."""
    word = text.strip().lower()
    if word in ("ja", "true", "on", "1"):
        return True
    if word in ("nee", "false", "off", "0"):
        return False
    raise Unusable("Kies ja of nee.")


PLAIN: Mapping[str, Callable[[str], Any]] = {
    "getal": read_number,
    "bedrag": read_amount,
    "datum": read_date,
    "tijdstip": read_moment,
    "bsn": read_bsn,
    "postcode": read_postcode,
    "telefoon": read_telephone,
    "email": read_email,
    "ja_nee": read_yes_no,
}
"""Kinds that need nothing but the text."""
