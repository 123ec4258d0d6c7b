"""A scenario played on another day than it is dated, as the demo does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from phu_runtime.rehearsal import Play, Stage, read_scenarios
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]


def test_a_day_that_stands_in_an_answer_moves_along() -> None:
    files = {name: (ROOT / "scenarios" / name).read_bytes() for name in ("verzoek_verlengd.yaml", "voorbeelden.yaml")}
    [scenario] = read_scenarios(files)
    stage = Stage(read_release(read_files(ROOT)))
    try:
        play = Play(stage.runtime, stage.clock, scenario, lambda name: stage.actor(name, "woningcorporatie"), timedelta(weeks=40))
        play.start()
        for step in scenario.steps:
            play.take(step)
        assert stage.clock.now >= scenario.at + timedelta(weeks=40)
    finally:
        stage.close()
