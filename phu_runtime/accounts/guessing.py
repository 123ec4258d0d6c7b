"""Failed sign-ins: counted per account name and per address, answered with growing waits.

A name that nobody has is counted and answered like any other, so that answers don't tell which accounts exist.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from phu_runtime.access.sign_in import FREE_PER_ACCOUNT, FREE_PER_ADDRESS, WINDOW, wait_until
from phu_runtime.access.tokens import mark
from phu_runtime.records import sign_ins

if TYPE_CHECKING:
    from phu_runtime.steps.store import Store

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def waiting(store: Store, email: str, address: str) -> str:
    """A Dutch sentence when this account or address must wait now, else ""."""
    account, place = _marks(store, email, address)
    of_account, of_address = sign_ins.failures_of(store.session, account, place, store.real_now - WINDOW)
    moments = (
        wait_until(of_account, FREE_PER_ACCOUNT, store.real_now),
        wait_until(of_address, FREE_PER_ADDRESS, store.real_now),
    )
    until = max((moment for moment in moments if moment), default=None)
    return f"Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Probeer het opnieuw na {_clock(until)}." if until else ""


def count_failure(store: Store, email: str, address: str) -> str:
    """Count one failure; the sentence when from now on there must be waited, else "". Failures of over an hour ago go."""
    sign_ins.forget_failures(store.session, before=store.real_now - WINDOW)
    sign_ins.add_failure(store.session, *_marks(store, email, address), store.real_now)
    store.session.flush()
    return waiting(store, email, address)


def forget_failures(store: Store, email: str) -> None:
    """The account signed in: start counting anew."""
    sign_ins.forget_failures(store.session, _marks(store, email, "")[0])


def _marks(store: Store, email: str, address: str) -> tuple[str, str]:
    key = store.settings.index_key
    return mark(key, "sign-in account", email), mark(key, "sign-in address", _network(address))


def _network(address: str) -> str:
    """An IPv6 user holds a whole /64: that counts as one address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)


def _clock(until: datetime) -> str:
    local = until.astimezone(AMSTERDAM)
    return f"{local:%H.%M} uur en {local.second} seconden" if local.second else f"{local:%H.%M} uur"
