"""Case keys wrapped under a master key with AES-256-GCM. The first master key wraps, the others only unwrap (rotation)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phu_runtime.errors import SettingInvalid

NONCE = 12
MISSING = "Sleutel {name} uit PHU_MASTER_KEYS ontbreekt. Zet ook de vorige hoofdsleutel terug, achter de nieuwe, met een komma ertussen."


class Masters:
    """The master keys, each 64 hexadecimal digits."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._ciphers = {master_name(key): AESGCM(bytes.fromhex(key)) for key in keys}
        self.first = master_name(keys[0])

    def wrap(self, key: bytes, place: str) -> bytes:
        """``key`` encrypted under the first master, for one place (a case id, or what else it is for)."""
        nonce = os.urandom(NONCE)
        return nonce + self._ciphers[self.first].encrypt(nonce, key, place.encode())

    def unwrap(self, master: str, wrapped: bytes, place: str) -> bytes:
        """The key again. Raises SettingInvalid when its master is not among ours."""
        cipher = self._ciphers.get(master)
        if cipher is None:
            raise SettingInvalid(MISSING.format(name=master))
        try:
            return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], place.encode())
        except InvalidTag:
            raise SettingInvalid("Een sleutel in de sleutelopslag is beschadigd. Zet de reservekopie van de sleutelopslag terug.") from None

    def knows(self, master: str) -> bool:
        """Whether ``master`` is among ours."""
        return master in self._ciphers


def master_name(key: str) -> str:
    """A short name of a master key that tells nothing of it: the start of its SHA-256."""
    return hashlib.sha256(b"phu master " + bytes.fromhex(key)).hexdigest()[:12]
