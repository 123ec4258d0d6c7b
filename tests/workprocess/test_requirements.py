"""The agreement's requirements: each is fulfilled somewhere, and a release that drops one is refused with its number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess import WorkProcess, check_release, read_release
from phu_runtime.workprocess.coverage import cover
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.requirements import FILE, read_requirements

SHIPPED = read_files(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(SHIPPED)


def _with(text: str) -> Mapping[str, bytes]:
    return {**SHIPPED, FILE: text.encode()}


def _said(files: Mapping[str, bytes]) -> str:
    return " | ".join(f"{finding.element}: {finding.message}" for finding in check_release(files))


def test_every_shipped_requirement_is_fulfilled_somewhere(work: WorkProcess) -> None:
    found = cover(work)
    assert len(found) > 70
    assert [covered.requirement.id for covered in found if not covered.tied] == []


def test_every_main_step_of_the_protocol_carries_a_requirement(work: WorkProcess) -> None:
    articles = {element.properties.get("artikel", "") for covered in cover(work) for element in covered.elements}
    assert all(any(f"PP-B1 ({step})" in article for article in articles) for step in ("1a", "2", "3", "4", "5", "6", "7", "8", "9"))


def test_what_the_text_leaves_open_says_so(work: WorkProcess) -> None:
    open_points = [one for one in work.requirements if one.provisional]
    assert {"R-060", "R-096"} <= {one.id for one in open_points}


def test_a_release_that_drops_a_step_is_refused_with_the_requirements_it_dropped() -> None:
    path = "bpmn/plan_van_aanpak.bpmn"
    dropped = re.sub(rb'\n *<camunda:property name="eis" value="[^"]*" />', b"", SHIPPED[path])
    only = "eisen:\n  R-077: {eis: Werk mee, artikel: art. 7 WC e, soort: proces}\n"
    said = _said({**SHIPPED, path: dropped, FILE: only.encode()})
    assert "R-077: De eis R-077 wordt nergens uitgevoerd." in said


def test_a_requirement_that_nobody_knows_is_told_with_its_step() -> None:
    said = _said(_with("eisen:\n  R-060: {eis: Meld, artikel: art. 7 WC a, soort: bericht}\n"))
    assert "De eis 'R-077' bij 'Vul de voortgang in' staat niet in forms/eisen.yaml." in said


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("tabellen: [fasen]", "De tabel 'fasen' bestaat niet."),
        ("tabellen: [termijnen.ooit]", "De tabel 'termijnen' heeft geen regel 'ooit'."),
        ("velden: [melding.schoenmaat]", "Het veld 'melding.schoenmaat' bestaat niet."),
    ],
)
def test_a_table_or_field_that_is_not_there_is_told(part: str, expected: str) -> None:
    assert expected in _said(_with(f"eisen:\n  R-900:\n    eis: Iets\n    artikel: art. 1\n    soort: proces\n    {part}\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eisen: [een]", "staan niet onder 'eisen'"),
        ("eisen:\n  R-1: {eis: Iets, soort: proces}", "mist 'artikel'"),
        ("eisen:\n  R-1: {eis: Iets, artikel: a, soort: wens}", "De soort 'wens'"),
        ("eisen:\n  R-1: {eis: Iets, artikel: a, soort: proces, kleur: rood}", "onbekend onderdeel 'kleur'"),
        ("eisen:\n  R-1: {eis: Iets, artikel: a, soort: proces, toont: een}", "'toont' van R-1 is geen lijst"),
        ("eisen:\n  R-1: proces", "heeft geen tekst"),
        ("eisen: {", "geen leesbare YAML"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_is_wrong(text: str, expected: str) -> None:
    with pytest.raises(ReleaseInvalid) as caught:
        read_requirements(text.encode())
    assert expected in " ".join(finding.message for finding in caught.value.findings)


def test_a_release_without_a_list_may_run() -> None:
    assert read_requirements(b"") == ()
