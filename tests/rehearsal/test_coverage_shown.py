"""Coverage: a requirement is shown by a scenario that really passes what fulfils it."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.rehearsal.covering import places_of, show_coverage, weigh
from phu_runtime.rehearsal.scenario import read_scenarios
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.coverage import Covered
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.requirements import Requirement

ROOT = Path(__file__).parents[2]
PLACE = ("afsluiten", "meld_afgesloten")


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(read_files(ROOT))


def _scenario(key: str) -> dict[str, bytes]:
    return {name: (ROOT / "scenarios" / name).read_bytes() for name in (f"{key}.yaml", "voorbeelden.yaml")}


def _requirement(work: WorkProcess, **parts: object) -> Covered:
    element = work.diagrams.element(*PLACE)
    requirement = Requirement("R-1", "Vertel het.", "art. 1", "bericht", **parts)  # type: ignore[arg-type]
    return Covered(requirement, [element], frozenset({PLACE}))


def test_a_scenario_passes_the_places_where_its_case_went_and_no_others(work: WorkProcess) -> None:
    [scenario] = read_scenarios(_scenario("buiten_bereik"))
    places = places_of(work, scenario)
    assert ("preventie_huisuitzetting", "meld_buiten_bereik") in places
    assert PLACE not in places


def test_a_scenario_that_fails_shows_nothing(work: WorkProcess) -> None:
    files = _scenario("buiten_bereik")
    files["buiten_bereik.yaml"] = files["buiten_bereik.yaml"].replace(b"einde: buiten_bereik", b"einde: opgelost")
    assert b"einde: opgelost" in files["buiten_bereik.yaml"]
    [scenario] = read_scenarios(files)
    assert places_of(work, scenario) == frozenset()


def test_what_no_scenario_passes_is_a_problem(work: WorkProcess) -> None:
    shown = weigh(_requirement(work), {"een": frozenset({("ergens", "anders")})})
    assert shown.problem == "Geen enkel scenario laat deze eis zien."


def test_a_scenario_that_is_named_must_show_it(work: WorkProcess) -> None:
    passed = {"goed": frozenset({PLACE}), "anders": frozenset[tuple[str, str]]()}
    assert weigh(_requirement(work, shown_by=("goed",)), passed).scenarios == ("goed",)
    assert "anders" in weigh(_requirement(work, shown_by=("anders",)), passed).problem


def test_what_nothing_fulfils_is_a_problem_and_what_the_program_does_needs_no_scenario() -> None:
    nothing = Requirement("R-2", "Doe iets.", "art. 2", "proces")
    assert weigh(Covered(nothing, (), frozenset()), {}).problem == "Niets voert deze eis uit."
    program = Requirement("R-3", "Toon iets.", "art. 3", "proces", program="Een pagina.")
    assert weigh(Covered(program, (), frozenset()), {}).problem == ""


def test_the_lines_name_article_steps_scenario_and_what_is_provisional(work: WorkProcess) -> None:
    lines = list(weigh(_requirement(work, provisional="De termijn."), {"een": frozenset({PLACE})}).lines())
    assert lines[0] == "ok   R-1 (art. 1) Vertel het."
    assert "     stappen: afsluiten.meld_afgesloten" in lines
    assert "     scenario's: een" in lines
    assert "     voorlopig: De termijn." in lines


def test_every_requirement_of_the_release_is_weighed(work: WorkProcess) -> None:
    shown = {one.covered.requirement.id: one for one in show_coverage(work, _scenario("buiten_bereik"))}
    assert len(shown) == len(work.requirements)
    assert shown["R-004"].problem == ""
    assert shown["R-116"].problem != ""
