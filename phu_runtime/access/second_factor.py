"""The second factor: time-based codes (TOTP, RFC 6238), their secret at rest, the QR image, recovery codes."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import datetime, timedelta

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phu_runtime.access.tokens import derive

ISSUER = "Preventie huisuitzettingen"
STEP = 30
RECOVERY_CODES = 8
OFFER_VALID = timedelta(minutes=20)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_NONCE = 12


def new_secret() -> str:
    """A fresh secret of 160 bits in base32."""
    return pyotp.random_base32(32)


def address_of(secret: str, email: str) -> str:
    """The otpauth address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def picture_of(secret: str, email: str) -> str:
    """The otpauth address as a QR code: a ``data:`` address of an SVG, made here and by nobody else."""
    return segno.make(address_of(secret, email), error="m").svg_data_uri(scale=5, border=4)


def accepted_step(secret: str, code: str, after: int, now: datetime) -> int | None:
    """The time step whose code this is, one step early or late allowed; None when wrong or not after step ``after``:
    a code works once (RFC 6238 §5.2)."""
    digits = code.replace(" ", "")
    if len(digits) != 6 or not (digits.isdigit() and digits.isascii()):
        return None
    totp = pyotp.TOTP(secret)
    this_step = int(now.timestamp()) // STEP
    for step in (this_step, this_step - 1, this_step + 1):
        if step > after and hmac.compare_digest(totp.at(step * STEP), digits):
            return step
    return None


def seal(secret: str, user_id: str, master_keys: tuple[str, ...]) -> bytes:
    """The secret encrypted (AES-256-GCM) under a key derived from the first master key, bound to this user."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derive(master_keys[0], "second factor")).encrypt(nonce, secret.encode(), user_id.encode())


def unseal(sealed: bytes, user_id: str, master_keys: tuple[str, ...]) -> str:
    """The secret again, under any of the master keys; ValueError when none opens it."""
    for key in master_keys:
        try:
            plain = AESGCM(derive(key, "second factor")).decrypt(sealed[:_NONCE], sealed[_NONCE:], user_id.encode())
        except InvalidTag:
            continue
        return plain.decode()
    raise ValueError("no master key opens this secret")


def seal_offer(secret: str, user_id: str, now: datetime, master_keys: tuple[str, ...]) -> str:
    """A secret on its way to the app, sealed for the form that confirms it: nothing is stored before a code fits."""
    until = int((now + OFFER_VALID).timestamp())
    return seal(f"{until} {secret}", f"offer {user_id}", master_keys).hex()


def open_offer(sealed: str, user_id: str, now: datetime, master_keys: tuple[str, ...]) -> str | None:
    """The offered secret, or None when the form was altered, is another's or is too old."""
    try:
        until, _, secret = unseal(bytes.fromhex(sealed), f"offer {user_id}", master_keys).partition(" ")
    except ValueError:
        return None
    return secret if int(until) >= now.timestamp() else None


def new_recovery_codes() -> list[str]:
    """Codes to keep on paper: two groups of five (49 bits); each works once."""
    return ["-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)]


def is_recovery_code(text: str) -> bool:
    """Whether this has the form of a recovery code and not of a code from the app."""
    return len(plain_recovery_code(text)) == 10


def plain_recovery_code(text: str) -> str:
    """The code without spaces and hyphens, in small letters."""
    return "".join(c for c in text.lower() if c.isalnum())
