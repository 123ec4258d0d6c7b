"""Why a decision came out so stands on the case page, for who may read all that it weighed."""

from __future__ import annotations

from typing import Any

from phu_runtime.actions.show_case import show_case
from tests.region import ASSESSED, FATMA, LINDA


def reasons(region: Any, email: str, case_id: str) -> dict[str, tuple[str, ...]]:
    shown = region.act(show_case, region.person(email), case_id)
    return {event.title: tuple(event.why) for event in shown.timeline if event.icon == "besluit"}


def test_the_social_team_reads_why_the_social_service_is_or_is_not_called_in(region: Any) -> None:
    case_id = region.start()
    region.follow(case_id, ASSESSED)
    why = reasons(region, FATMA, case_id)["Bepaal inzet sociale dienst"]
    assert any("inkomensvraag" in sentence.lower() or "schulden" in sentence.lower() for sentence in why), why


def test_the_corporation_does_not_read_what_the_decision_weighed_of_income_and_debts(region: Any) -> None:
    case_id = region.start()
    region.follow(case_id, ASSESSED)
    assert reasons(region, LINDA, case_id)["Bepaal inzet sociale dienst"] == ()
    assert reasons(region, LINDA, case_id)["Bepaal de fase"] != ()
