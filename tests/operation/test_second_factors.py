"""After a rotation of the master keys every second factor opens under the new key alone."""

from __future__ import annotations

from phu_runtime.access import second_factor
from phu_runtime.operation.second_factors import count_old, reseal
from phu_runtime.records import accounts
from tests.region import FATMA, LINDA, MARK, Region

OLD, NEW, LOST = "1a" * 32, "2b" * 32, "3c" * 32


def give(region: Region, email: str, key: str) -> str:
    """A second factor sealed under ``key``; its secret."""
    secret = second_factor.new_secret()
    with region.runtime.transaction() as store:
        user = accounts.user_by_email(store.session, email)
        assert user is not None
        user.totp_sealed = second_factor.seal(secret, user.id, (key,))
    return secret


def test_secrets_follow_the_first_master_key(any_region: Region) -> None:
    region = any_region
    secrets = {LINDA: give(region, LINDA, OLD), MARK: give(region, MARK, NEW)}
    lost = give(region, FATMA, LOST)
    with region.runtime.transaction() as store:
        assert count_old(store.session, (NEW, OLD)) == (1, 1)
        assert reseal(store.session, (NEW, OLD)) == 1
    with region.runtime.transaction() as store:
        assert reseal(store.session, (NEW, OLD)) == 0
        assert count_old(store.session, (NEW,)) == (0, 1)
        for email, secret in secrets.items():
            user = accounts.user_by_email(store.session, email)
            assert user is not None
            assert user.totp_sealed is not None
            assert second_factor.unseal(user.totp_sealed, user.id, (NEW,)) == secret
        user = accounts.user_by_email(store.session, FATMA)
        assert user is not None
        assert user.totp_sealed is not None
        assert second_factor.unseal(user.totp_sealed, user.id, (LOST,)) == lost
