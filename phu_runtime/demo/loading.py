"""Loading the demo once: a database that has it is left as it is."""

from __future__ import annotations

from collections.abc import Callable

from phu_runtime.demo.organisations import load_accounts
from phu_runtime.records import facts
from phu_runtime.steps.runtime import Runtime

LOADED = "demo_cases"


def load_demo(runtime: Runtime, say: Callable[[str], None] = print) -> bool:
    """Organisations and accounts that are not there yet; whether the cases must still be loaded."""
    with runtime.transaction() as store:
        if load_accounts(store):
            say("Oefenorganisaties en -accounts laden …")
        return facts.get_fact(store.session, LOADED) is None
