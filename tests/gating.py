"""The whole check of a draft, as the product does it, without the minute that its scenarios take."""

from __future__ import annotations

from collections.abc import Sequence

from phu_runtime.actions.ask_check import ask_check
from phu_runtime.errors import Finding
from phu_runtime.gatekeeper import Gatekeeper
from tests.region import PETRA, Region


def check_whole(region: Region, release_id: str, email: str = PETRA, found: Sequence[Finding] = ()) -> None:
    """Asked for by ``email`` and done; the scenarios are not played and find ``found``. Publishing asks a check of these very files."""
    region.act(ask_check, region.person(email), release_id)
    assert Gatekeeper(region.runtime, lambda _files, _tell: found).run_next()
