"""Secrets of a signed-in device and keys derived from the settings."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_BYTES = 32


def new_token(secret_key: str) -> str:
    """A random token with our signature: garbage is refused without asking the database."""
    body = secrets.token_urlsafe(_BYTES)
    return f"{body}.{_signature(secret_key, body)}"


def digest_of(token: str, secret_key: str) -> str | None:
    """SHA-256 of a token of ours, as stored; None when the signature is wrong."""
    body, _, signature = token.partition(".")
    if not body or not hmac.compare_digest(signature.encode(), _signature(secret_key, body).encode()):
        return None
    return hashlib.sha256(token.encode()).hexdigest()


def mark(index_key: str, purpose: str, text: str) -> str:
    """An HMAC of ``text`` (an e-mail address, an IP address, a recovery code) that can be compared but not read back."""
    key = derive(index_key, purpose)
    return hmac.new(key, text.strip().lower().encode(), hashlib.sha256).hexdigest()


def derive(hex_key: str, purpose: str) -> bytes:
    """A 32-byte key for one purpose from a key of the settings (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"phu {purpose}".encode()).derive(bytes.fromhex(hex_key))


def _signature(secret_key: str, body: str) -> str:
    return hmac.new(secret_key.encode(), b"phu session " + body.encode(), hashlib.sha256).hexdigest()[:32]
