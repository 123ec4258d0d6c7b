"""Sealing of what is about a person: AES-256-GCM under the key of the case.

The case and the place (``dossier:achternaam``, ``state`` …) are associated data, so that a ciphertext moved to another
case or place is refused. Layout: format byte, 12 bytes nonce, ciphertext with tag. Nonces are random: a case key seals far
fewer than the 2^32 values for which NIST SP 800-38D (section 8.3) allows that.
"""

from __future__ import annotations

import os
from typing import Any

import orjson
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phu_runtime.errors import PhuError

PLAIN, PACKED, RAW = 1, 2, 3
NONCE = 12
PACK_FROM = 200
LARGEST = 64 * 1024 * 1024

Sealable = dict[str, Any] | list[Any] | str | int | float | bool | bytes | None


class SealBroken(PhuError):
    """A sealed value cannot be opened: damaged, moved to another place, or sealed under another key."""


def seal(key: bytes, case_id: str, place: str, value: Sealable) -> bytes:
    """Encrypt ``value`` (what JSON can hold, or bytes as they are) for one place in one case.

    ``key``: 32 bytes. JSON of more than 200 bytes is compressed first.
    """
    kind, content = _written(value)
    nonce = os.urandom(NONCE)
    return bytes([kind]) + nonce + AESGCM(key).encrypt(nonce, content, _associated(kind, case_id, place))


def unseal(key: bytes, case_id: str, place: str, sealed: bytes) -> Any:
    """The value that was sealed at this place of this case. Raises SealBroken for any other."""
    if len(sealed) < 1 + NONCE + 16 or sealed[0] not in (PLAIN, PACKED, RAW):
        raise SealBroken(f"Een versleuteld gegeven ({place}) is beschadigd. Waarschuw de beheerder; die zet een reservekopie terug.")
    try:
        content = AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _associated(sealed[0], case_id, place))
    except InvalidTag:
        raise SealBroken(
            f"Een versleuteld gegeven ({place}) hoort niet bij deze casus of deze plaats, of is veranderd. Waarschuw de beheerder."
        ) from None
    if sealed[0] == RAW:
        return content
    return orjson.loads(content if sealed[0] == PLAIN else zstandard.decompress(content, max_output_size=LARGEST))


def _written(value: Sealable) -> tuple[int, bytes]:
    if isinstance(value, bytes):
        return RAW, value
    content = orjson.dumps(value)
    return (PACKED, zstandard.compress(content)) if len(content) > PACK_FROM else (PLAIN, content)


def _associated(kind: int, case_id: str, place: str) -> bytes:
    return f"{kind}\x00{case_id}\x00{place}".encode()
