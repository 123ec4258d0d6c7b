# ruff: noqa: E501 (sentences)
"""The effect of a draft is told in counts by reason, and no small count can be told from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from phu_runtime.actions.ask_effect import ask_effect
from phu_runtime.actions.show_effect import show_effect
from phu_runtime.decisions import read_decisions
from phu_runtime.engine import read_drawn
from phu_runtime.errors import NotYours
from phu_runtime.records import oversight, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.workprocess import WorkProcess, digest
from phu_runtime.workprocess.effect import LEAST, REST, Position, Replay, counted, positions_in
from tests.region import ACCEPTED, ASSESSED, FATMA, LONG_AGO, PETRA, Region

SUSPECTED = {"contactpogingen": 3, "kanalen": 2, "partijen_die_probeerden": 2, "contact": False}


def draft_of(work: WorkProcess, table: str, before: str, after: str) -> WorkProcess:
    path = f"dmn/{table}.dmn"
    text = work.files[path].decode()
    assert before in text
    files = {**work.files, path: text.replace(before, after).encode()}
    tables = {name: content for name, content in files.items() if name.endswith(".dmn")}
    return replace(work, files=files, digest=digest(files), decisions=read_decisions(tables))


def keep(region: Region, files: dict[str, bytes], name: str = "concept") -> str:
    with region.runtime.transaction() as store:
        release = Release(id=name, name=name, digest=digest(files), status="draft", created=LONG_AGO)
        releases.add_release(store.session, release, files)
    return name


def test_small_counts_go_together_and_no_total_gives_them_away() -> None:
    assert [(group.reason, group.count) for group in counted(100, {"a": 40, "b": 6}).groups] == [("a", 40), ("b", 6)]
    together = counted(100, {"a": 40, "b": 3, "c": 4})
    assert [(group.reason, group.count) for group in together.groups] == [("a", 40), (REST, 7)]
    few = counted(100, {"a": 40, "b": LEAST - 1})
    assert [(group.reason, group.count) for group in few.groups] == [("a", 40), (REST, None)]
    assert few.changed is None
    assert (
        few.sentence("besluiten vallen") == "Van 100 besluiten vallen er ten minste 40 anders uit: 40 × a; minder dan 5 × overige redenen."
    )
    assert counted(100, {"a": 6, "b": 9}, 9).changed == 9
    assert counted(100, {"a": 6, "b": 9}, 9).sentence("x") == "Van 100 x er 9 anders uit: 9 × b; 6 × a."
    assert counted(0, {}).sentence("besluiten vallen") == "Van 0 besluiten vallen er 0 anders uit."


def test_the_same_tables_change_nothing(shipped: WorkProcess) -> None:
    again = Replay(shipped)
    again.add("casusregie", {"invoer": {"team_neemt_casus": "ja"}, "uitkomst": {"casusregisseur": "sociaal_team"}})
    assert (again.total, again.reasons) == (1, {})


def test_a_changed_table_names_what_comes_out_otherwise(shipped: WorkProcess) -> None:
    draft = draft_of(shipped, "casusregie", '"sociaal_team"</text>', '"woningcorporatie"</text>')
    again = Replay(draft)
    for _ in range(6):
        again.add("casusregie", {"invoer": {"team_neemt_casus": "ja"}, "uitkomst": {"casusregisseur": "sociaal_team"}})
    assert again.reasons == {"'Casusregie': Casusregisseur wordt 'Woningcorporatie' in plaats van 'Sociaal team'": 6}


def test_what_was_not_asked_then_cannot_be_taken_again(shipped: WorkProcess) -> None:
    again = Replay(shipped)
    again.add("casusregie", {"invoer": {}, "uitkomst": {"casusregisseur": "sociaal_team"}})
    again.add("verdwenen", {"invoer": {}, "uitkomst": {}})
    assert set(again.reasons) == {
        "'Casusregie' vraagt nu ook 'Wie is casusregisseur?', dat toen niet is vastgelegd",
        "de tabel 'verdwenen' bestaat niet meer",
    }


def test_open_steps_that_get_another_term_or_vanish_are_counted_by_case(shipped: WorkProcess) -> None:
    draft = draft_of(shipped, "termijnen", "<text>2</text>", "<text>9</text>")
    task = next(each for each in shipped.diagrams.elements() if each.properties.get("termijn") == "casusregie_afspraak")
    here = Position("1", task.diagram, task.id, task.name, "casusregie_afspraak", "Dordrecht")
    gone = Position("2", task.diagram, "weg", "Weg", "geen", "Dordrecht")
    found = positions_in(shipped, draft, [here, replace(here, case_id="3"), gone])
    assert {reason: len(cases) for reason, cases in found.items()} == {
        f"'{task.name}' krijgt een andere termijn": 2,
        "staat bij 'Weg', die verdwijnt": 1,
    }


def drawn(work: WorkProcess, before: str, after: str) -> WorkProcess:
    path = "bpmn/eerste_beoordeling.bpmn"
    text = work.files[path].decode()
    assert before in text
    diagram: Any = {"eerste_beoordeling": read_drawn(path, text.replace(before, after, 1).encode())}
    return replace(work, diagrams=diagram)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("not(contact_sociaal_team) and", "", "na 'Zoek contact' gelden andere voorwaarden voor de weg erna"),
        ('targetRef="nog_een_poging"', 'targetRef="beoordeel"', "na 'Zoek contact' gaat het werk een andere weg"),
        (
            'attachedToRef="beoordelen"',
            'attachedToRef="besluit"',
            "tijdens 'Zoek contact' kan iets anders gebeuren, of op een ander moment",
        ),
        ('name="Bepaal de casusregisseur"', 'name="Wie voert regie"', ""),
    ],
)
def test_what_a_case_meets_after_its_step_is_told_when_it_differs(shipped: WorkProcess, before: str, after: str, reason: str) -> None:
    term = shipped.diagrams["eerste_beoordeling"].by_id["zoek_contact"].properties.get("termijn", "geen")
    here = Position("1", "eerste_beoordeling", "zoek_contact", "Zoek contact", term, "Dordrecht")
    assert list(positions_in(shipped, drawn(shipped, before, after), [here])) == ([reason] if reason else [])


def test_the_process_owner_sees_counts_and_the_log_has_one_line(region: Region) -> None:
    region.follow(region.start(), ASSESSED)
    region.follow(region.start(), ACCEPTED)
    with region.runtime.reading() as store:
        files = releases.release_files(store.session, releases.active_release(store.session, store.now).id)
    draft = keep(region, files)
    region.act(ask_effect, region.person(PETRA), draft)
    with region.runtime.reading() as store:
        shown = show_effect(store, region.person(PETRA), draft)
    assert shown.decisions > 5
    assert (shown.changed, shown.reasons, shown.cases) == (0, [], [])
    with region.runtime.reading() as store:
        lines = [line for line in oversight.lines(store.session, oversight.LogFilter())[0] if line.purpose == "evaluatie"]
    assert [(line.action, line.pseudonym) for line in lines] == [("R", "")]
    for action in (ask_effect, show_effect):
        with pytest.raises(NotYours):
            region.act(action, region.person(FATMA), "concept")
