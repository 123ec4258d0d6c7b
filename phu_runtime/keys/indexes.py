"""Blind indexes: a case is found by BSN, address, surname and birth date, or the signal it came from, without any of them being stored."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

KINDS = ("bsn", "address", "name_birth", "signal")


def normalised(kind: str, value: str) -> str:
    """``value`` as it is compared: without case, accents, spaces and signs; a BSN as nine digits.

    ``address`` is written "postcode huisnummer toevoeging", ``name_birth`` "achternaam 1980-12-31"; in a ``signal``, by which a line
    of a file is known again, every sign counts. Raises ValueError for an unknown kind; "" means: nothing to index.
    """
    if kind not in KINDS:
        raise ValueError(f"no index of kind {kind!r}")
    if kind == "signal":
        return value.strip().casefold()
    plain = unicodedata.normalize("NFKD", value).casefold()
    letters = "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))
    return letters.zfill(9) if kind == "bsn" and letters else letters


def digest(index_key: bytes, kind: str, value: str) -> str:
    """The HMAC-SHA-256 under which ``value`` is stored, in hexadecimal."""
    return hmac.new(index_key, f"{kind}\x00{normalised(kind, value)}".encode(), hashlib.sha256).hexdigest()


def pseudonym(index_key: bytes, case_id: str) -> str:
    """The name of a case in the access log: an HMAC that outlives the dossier and does not lead back to it."""
    return hmac.new(index_key, f"pseudonym\x00{case_id}".encode(), hashlib.sha256).hexdigest()[:32]
