"""A sealed value opens at its own place in its own case only."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phu_runtime.dossier.seal import SealBroken, seal, unseal

KEY = os.urandom(32)

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=50) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)


@given(values | st.binary(max_size=500))
def test_what_was_sealed_comes_back(value: Any) -> None:
    assert unseal(KEY, "c1", "state", seal(KEY, "c1", "state", value)) == value


def test_a_ciphertext_of_another_case_place_or_key_is_refused() -> None:
    sealed = seal(KEY, "c1", "dossier/bsn", "123456782")
    for key, case_id, place in ((KEY, "c2", "dossier/bsn"), (KEY, "c1", "dossier/naam"), (os.urandom(32), "c1", "dossier/bsn")):
        with pytest.raises(SealBroken, match=r"hoort niet bij deze casus of deze plaats"):
            unseal(key, case_id, place, sealed)


def test_case_and_place_cannot_be_confused_with_one_another() -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, "c1", "a/b", seal(KEY, "c1/a", "b", "x"))


@given(st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_is_refused(position: int, change: int) -> None:
    sealed = bytearray(seal(KEY, "c1", "state", {"a": "b" * 300}))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        unseal(KEY, "c1", "state", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(20), b"\x09" + bytes(60)])
def test_what_was_never_sealed_is_refused_in_words(sealed: bytes) -> None:
    with pytest.raises(SealBroken, match="Waarschuw de beheerder"):
        unseal(KEY, "c1", "state", sealed)


def test_the_same_value_never_looks_the_same() -> None:
    assert len({seal(KEY, "c1", "state", "x") for _ in range(100)}) == 100


def test_large_values_are_compressed_and_small_ones_are_not() -> None:
    assert len(seal(KEY, "c1", "state", {"steps": ["contact"] * 500})) < 200
    assert len(seal(KEY, "c1", "state", "x")) == 1 + 12 + 16 + len('"x"')
    assert len(seal(KEY, "c1", "state", bytes(1000))) == 1 + 12 + 16 + 1000


def test_a_value_that_json_cannot_hold_is_refused_and_not_changed() -> None:
    with pytest.raises(TypeError):
        seal(KEY, "c1", "state", {"a": object()})  # type: ignore[dict-item]
