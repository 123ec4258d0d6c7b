"""Passwords: argon2id, the rules for a new one, and one-time passwords (OWASP ASVS 5.0 chapter 6)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MINIMUM = 12
MAXIMUM = 128
ONE_TIME_VALID = timedelta(days=3)
DEMO_PASSWORD = "oefenen-phu-2026"  # noqa: S105 — told to everybody, only valid in the demo
_LOOK_ALIKES = str.maketrans("01345@$", "oleasas")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# OWASP's second set for argon2id: 19 MiB, two passes. Verifying takes about 25 ms, inside the sign-in's transaction.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

# Words from which people make a password here, tried first by who guesses: with digits and signs around them they count too.
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password fits. Without a stored hash as much work is done, so that a missing account isn't faster."""
    try:
        return _HASHER.verify(stored or _NOBODY, password[: MAXIMUM * 4]) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with older parameters."""
    return _HASHER.check_needs_rehash(stored)


def problem_with(password: str, email: str, name: str = "") -> str:
    """A Dutch sentence when this can't be someone's new password, else ""."""
    plain = password.strip().lower()
    if len(password) < MINIMUM:
        return f"Kies een wachtwoord van ten minste {MINIMUM} tekens. Een zin van vier woorden is makkelijk te onthouden."
    if len(password) > MAXIMUM:
        return f"Kies een wachtwoord van ten hoogste {MAXIMUM} tekens."
    if _is_own(plain, email, name):
        return "Gebruik niet uw naam of e-mailadres als wachtwoord."
    if _is_common(plain):
        return "Dit wachtwoord is te makkelijk te raden. Kies een ander, bijvoorbeeld een zin van vier woorden."
    return ""


def one_time_password() -> str:
    """A password to read out: four groups of four, without letters that look alike (78 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _is_own(plain: str, email: str, name: str) -> bool:
    """The e-mail address, a part of it, or the name, with at most four other characters."""
    squeezed = _letters(plain)
    account, _, domain = email.strip().lower().partition("@")
    own = (_letters(text) for text in (email.lower(), account, domain, name.lower()))
    return any(len(text) >= 4 and text in squeezed and len(squeezed) - len(text) <= 4 for text in own)


def _is_common(plain: str) -> bool:
    """A common word, also with digits and signs around it or look-alikes in it; a repeated pattern; a row of characters."""
    letters = _letters(plain)
    bare = letters.strip("0123456789")
    words = {plain, letters, bare, bare.translate(_LOOK_ALIKES)}
    repeated = any(plain == (plain[:n] * len(plain))[: len(plain)] for n in (1, 2, 3, 4))
    in_a_row = all(abs(ord(b) - ord(a)) == 1 or (a, b) == ("9", "0") for a, b in zip(plain, plain[1:], strict=False))
    return not bare or bool(words & _COMMON) or repeated or in_a_row


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
