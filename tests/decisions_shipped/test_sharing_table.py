"""Gegevensdeling against PP-B3 and requirements §3: who may see and fill in what, at which step."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

BOTH = (True, False)
STEPS = ("vroegsignalering", "1a", "1b", "2", "3", "4", "5", "6", "7", "8", "9")
ROLES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
GROUNDS = ("1b_recidive", "1b_regeling", "1b_zorgen", "1b_nieuwe_achterstand", "1a", "1b_geen_resultaat", "geen")
CONDITIONS = {"aanleiding": GROUNDS, "heeft_zorgen": BOTH, "is_casusregisseur": BOTH, "dossier_open_voor_meldpunt": BOTH}
GROUPS = set(yaml.safe_load((Path(__file__).parents[2] / "forms" / "gegevens.yaml").read_text(encoding="utf-8"))["groepen"])
CONCERNS = {"zorgen_financieel", "zorgen_huishouden"}
PERSONAL = {
    "identiteit", "geboortedatum", "geslacht", "adres", "contact", "bsn", "huishouden", "kinderen", "huurachterstand",
    "bekendheid_meldpunt", "zorgaanbieders", *CONCERNS,
}  # fmt: skip
LIGHT = {"identiteit", "geboortedatum", "adres", "bsn", "bekendheid_meldpunt"}
Sharing = Callable[..., tuple[set[str], set[str]]]


@pytest.fixture(scope="session")
def sharing(rows: Callable[..., list[dict[str, Any]]]) -> Sharing:
    """(what may be read, what may be filled in) by the union of all rows that hold."""

    @cache
    def ask(step: str, role: str, **conditions: Any) -> tuple[set[str], set[str]]:
        facts = {"aanleiding": "1a", "heeft_zorgen": False, "is_casusregisseur": False, "dossier_open_voor_meldpunt": False}
        found = rows("gegevensdeling", processtap=step, ontvangende_rol=role, **(facts | conditions))
        return {group for row in found for group in row["lezen"]}, {group for row in found for group in row["schrijven"]}

    return ask


def test_every_group_in_the_table_is_one_of_the_dictionary(rows, combinations):
    for facts in combinations(processtap=STEPS, ontvangende_rol=ROLES, **CONDITIONS):
        for row in rows("gegevensdeling", **facts):
            assert set(row["lezen"]) | set(row["schrijven"]) <= GROUPS, row
            assert row["doel"], row
            assert row["grondslag"], row


def test_a_corporation_never_sees_or_enters_a_bsn(sharing, combinations):
    for facts in combinations(step=STEPS, role=("woningcorporatie",), **CONDITIONS):
        read, write = sharing(**facts)
        assert "bsn" not in read | write, facts


@pytest.mark.parametrize("role", ["adviesgroep", "regiegroep", "gemeente"])
def test_who_guards_the_process_never_sees_a_case(sharing, combinations, role):
    for facts in combinations(step=STEPS, role=(role,), **CONDITIONS):
        assert sharing(**facts) == (set(), set()), facts


def test_the_meldpunt_sees_nothing_before_its_dossier_is_open_but_the_light_column_in_a_check(sharing, combinations):
    closed = CONDITIONS | {"dossier_open_voor_meldpunt": (False,)}
    for facts in combinations(step=STEPS, role=("meldpunt",), **closed):
        read, write = sharing(**facts)
        if facts["step"] == "4":
            assert (read & PERSONAL, write & PERSONAL) == (LIGHT, {"bekendheid_meldpunt"}), facts
            assert read - LIGHT == {"bekendheid_vraag", "proces"}, facts
        else:
            assert (read, write) == (set(), set()), facts


def test_the_amount_of_arrears_is_shared_only_with_recidive_or_a_broken_agreement(sharing, combinations):
    for facts in combinations(step=STEPS[1:], role=ROLES, **CONDITIONS):
        read, write = sharing(**facts)
        if facts["aanleiding"] not in ("1b_recidive", "1b_regeling"):
            assert "huurachterstand" not in read | write, facts


def test_the_meldpunt_sees_the_amount_from_the_summons_on(sharing):
    for step in STEPS[3:]:
        read, _ = sharing(step, "meldpunt", aanleiding="1b_recidive", dossier_open_voor_meldpunt=True)
        assert ("huurachterstand" in read) is (step in ("6", "7", "8", "9")), step


def test_concerns_are_read_only_when_there_are_any(sharing, combinations):
    for facts in combinations(step=STEPS, role=ROLES, **(CONDITIONS | {"heeft_zorgen": (False,)})):
        assert not sharing(**facts)[0] & CONCERNS, facts


def test_the_social_service_sees_no_household_and_of_concerns_only_money_and_paperwork(sharing, combinations):
    for facts in combinations(step=STEPS, role=("sociale_dienst",), **CONDITIONS):
        read, _ = sharing(**facts)
        assert not read & {"huishouden", "kinderen", "zorgen_huishouden", "zorgaanbieders", "bekendheid_meldpunt"}, facts
        if facts["step"] in ("1a", "1b", "2"):
            assert not read, facts


def test_step_one_uses_only_what_the_corporation_has_itself(sharing, combinations):
    for facts in combinations(step=("1a", "1b"), role=ROLES[1:], **CONDITIONS):
        assert sharing(**facts) == (set(), set()), facts


def test_vroegsignalering_shares_contact_data_and_the_amount_and_nothing_else_about_a_person(sharing, combinations):
    for facts in combinations(step=("vroegsignalering",), role=ROLES, **CONDITIONS):
        read, write = sharing(**facts)
        expected = set() if facts["role"] == "meldpunt" else {"identiteit", "adres", "contact", "huurachterstand"}
        assert read & PERSONAL == expected, facts
        assert write & PERSONAL <= expected, facts


def test_what_the_meldpunt_found_is_for_the_team_and_not_for_corporation_or_social_service(sharing, combinations):
    for facts in combinations(step=STEPS, role=("woningcorporatie", "sociale_dienst"), **CONDITIONS):
        read, write = sharing(**facts)
        assert "meldpunt_uitkomst" not in read | write, facts


def test_a_corporation_reads_the_answer_of_the_meldpunt_only_as_casusregisseur_in_step_four(sharing, combinations):
    for facts in combinations(step=STEPS, role=("woningcorporatie",), **CONDITIONS):
        may = facts["step"] == "4" and facts["is_casusregisseur"]
        assert ("bekendheid_meldpunt" in sharing(**facts)[0]) is may, facts


def test_what_a_party_may_enter_it_may_see(sharing, combinations):
    for facts in combinations(step=STEPS, role=ROLES, **(CONDITIONS | {"heeft_zorgen": (True,)})):
        read, write = sharing(**facts)
        assert write <= read, facts


def test_internal_data_are_for_nobody(sharing, combinations):
    for facts in combinations(step=STEPS, role=ROLES, **CONDITIONS):
        read, write = sharing(**facts)
        assert "systeem" not in read | write, facts


READS = {
    "woningcorporatie": PERSONAL - {"bsn", "huishouden", "bekendheid_meldpunt", "zorgaanbieders"},
    "sociaal_team": PERSONAL,
    "sociale_dienst": {"identiteit", "geboortedatum", "geslacht", "adres", "contact", "bsn", "huurachterstand", "zorgen_financieel"},
    "meldpunt": PERSONAL,
}
ENTERS = {
    "woningcorporatie": READS["woningcorporatie"],
    "sociaal_team": PERSONAL - {"geslacht", "huurachterstand", "bekendheid_meldpunt"},
    "sociale_dienst": {"bsn"},
    "meldpunt": {"bekendheid_meldpunt", "zorgaanbieders"},
}


@pytest.mark.parametrize("role", ROLES)
def test_over_all_steps_each_party_reaches_exactly_its_column_of_the_list(sharing, combinations, role):
    """Requirements §3."""
    read, write = set(), set()
    for facts in combinations(step=STEPS[1:], role=(role,), **CONDITIONS):
        if facts["step"] == "4" and facts["is_casusregisseur"]:
            continue
        more_read, more_write = sharing(**facts)
        read |= more_read
        write |= more_write
    assert read & PERSONAL == READS[role]
    assert write & PERSONAL == ENTERS[role]
