from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from phu_runtime.access.fields import FieldsVerdict, in_words, readable, readers, who_sees


@dataclass
class Result:
    value: Any


class Table:
    """gegevensdeling as a list of rows: (step, role, condition on the facts, outputs)."""

    def __init__(self, *rows: tuple[str, str, dict[str, Any], dict[str, Any]]) -> None:
        self.rows = rows

    def evaluate(self, name: str, context: dict[str, Any], functions: object = None) -> Result:
        assert name == "gegevensdeling"
        return Result([
            outputs
            for step, role, needs, outputs in self.rows
            if step == context["processtap"] and role == context["ontvangende_rol"] and all(context[k] == v for k, v in needs.items())
        ])


WMO = "Wmo 2015 art. 1.2.1 a"


def row(read: object, write: object, purpose: str = "", ground: str = "") -> dict[str, Any]:
    return {"lezen": read, "schrijven": write, "doel": purpose, "grondslag": ground}


TABLE = Table(
    ("2", "sociaal_team", {}, row(["identiteit", "adres"], [], "melding, triage", WMO)),
    ("2", "sociaal_team", {"heeft_zorgen": True}, row(["zorgen"], ["zorgen"], "hulp", WMO)),
    ("5", "sociaal_team", {}, row(["huishouden"], None, "afstemming", "PP-B1 (5)")),
)
CALM = {"heeft_zorgen": False}


def test_a_role_reads_the_union_over_its_steps():
    both = readable(TABLE, ["2", "5"], "sociaal_team", CALM)
    assert both.read == {"identiteit", "adres", "huishouden"}
    assert both.write == frozenset()
    assert both.purpose == "melding, triage; afstemming"
    assert both.ground == "Wmo 2015 art. 1.2.1 a; PP-B1 (5)"
    assert readable(TABLE, ["2, 5"], "sociaal_team", CALM) == both


def test_conditions_of_the_table_open_and_close_a_group():
    assert "zorgen" not in readable(TABLE, ["2"], "sociaal_team", CALM).read
    with_concerns = readable(TABLE, ["2"], "sociaal_team", {"heeft_zorgen": True})
    assert "zorgen" in with_concerns.read
    assert with_concerns.write == {"zorgen"}


def test_what_may_be_written_may_be_read():
    table = Table(("2", "sociaal_team", {}, row([], "bsn, adres")))
    assert readable(table, ["2"], "sociaal_team", CALM) == FieldsVerdict(frozenset({"bsn", "adres"}), frozenset({"bsn", "adres"}))


def test_a_narrower_release_narrows_reading_at_once_and_a_wider_one_widens_nothing():
    narrower = Table(("2", "sociaal_team", {}, row(["identiteit", "bsn"], [])))
    assert readable(TABLE, ["2"], "sociaal_team", CALM, active=narrower).read == {"identiteit"}


def test_a_role_without_a_step_or_a_row_reads_nothing():
    assert readable(TABLE, [], "sociaal_team", CALM) == FieldsVerdict()
    assert readable(TABLE, ["2"], "sociale_dienst", CALM) == FieldsVerdict()


def test_who_sees_what_is_told_in_words():
    groups = {"identiteit": "Naam en geboortedatum", "adres": "Adres", "bsn": "BSN", "zorgen": "Zorgen"}
    verdicts = {
        "woningcorporatie": FieldsVerdict(frozenset({"identiteit", "bsn", "adres"})),
        "sociaal_team": FieldsVerdict(frozenset({"identiteit"})),
        "meldpunt": FieldsVerdict(),
        "sociale_dienst": FieldsVerdict(frozenset({"identiteit"})),
    }
    names = {"woningcorporatie": "Trivire", "sociaal_team": "Sociaal Wijkteam Dordrecht", "meldpunt": "Meldpunt Zorg en Overlast"}
    assert who_sees(verdicts, names, groups) == [
        ("woningcorporatie", "Trivire", "Ziet: Naam en geboortedatum, adres en BSN"),
        ("sociaal_team", "Sociaal Wijkteam Dordrecht", "Ziet: Naam en geboortedatum"),
        ("meldpunt", "Meldpunt Zorg en Overlast", "Ziet geen persoonsgegevens"),
    ]
    assert readers(verdicts, "adres") == ("woningcorporatie",)
    assert in_words(FieldsVerdict(frozenset({"zorgen", "adres"})), groups) == "Ziet: Adres en zorgen"
