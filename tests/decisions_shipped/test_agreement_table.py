"""Instemming: who must agree with a change of the work process (art. 4.5, PP 14.1, G35)."""

from __future__ import annotations

import pytest

PARTIES = {"woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt"}
OF_DATA = (
    "gegevensdeling", "bewaartermijn", "meldplicht", "kennisgevingen", "afstemming_meldpunt", "informatieplicht", "brief", "formulier",
    "gegevenslijst", "instemming",
)  # fmt: skip
OF_THE_ADVIESGROEP = ("andere_tabel", "tekening", "bericht", "scenario", "overig")


@pytest.mark.parametrize("kind", (*OF_DATA, *OF_THE_ADVIESGROEP))
def test_every_change_needs_two_people_of_the_adviesgroep(rows, kind):
    assert [row["aantal"] for row in rows("instemming", soort_wijziging=kind) if row["rol"] == "adviesgroep"] == [2]


@pytest.mark.parametrize("kind", OF_DATA)
def test_a_change_of_who_gets_which_data_needs_every_party_and_the_fg_as_well(rows, kind):
    assert {row["rol"] for row in rows("instemming", soort_wijziging=kind)} == PARTIES | {"adviesgroep", "fg"}


@pytest.mark.parametrize("kind", OF_THE_ADVIESGROEP)
def test_another_change_needs_nobody_else(rows, kind):
    assert {row["rol"] for row in rows("instemming", soort_wijziging=kind)} == {"adviesgroep"}


def test_no_row_asks_for_more_than_a_change_of_the_table_itself(rows):
    highest = {row["rol"]: row["aantal"] for row in rows("instemming", soort_wijziging="instemming")}
    for kind in (*OF_DATA, *OF_THE_ADVIESGROEP):
        for row in rows("instemming", soort_wijziging=kind):
            assert row["aantal"] <= highest[row["rol"]]
