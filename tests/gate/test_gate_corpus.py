"""The gate refuses what may not run, for the true reason and soon; it accepts what may."""

# ruff: noqa: E501 (texts of diagrams, one a line)
from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from phu_runtime.workprocess import check_release
from phu_runtime.workprocess.gate import check_for_publication, check_on_save
from tests.gate.broken import every
from tests.gate.small_release import (
    DECIDE,
    DUTY,
    FIELDS,
    GOOD,
    NOTICES,
    SHARING,
    TERMS,
    WORDS,
    condition,
    form,
    properties,
    release,
    tables,
    task,
)

BROKEN = list(every())
SECONDS = 5


def _timer(text: str) -> str:
    return (
        '<bpmn:timerEventDefinition id="def"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )


def good() -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Releases that may run, each with something of its own."""
    yield "the small release", release()
    for text in (
        "=schulden", "=not(schulden)", "=stappen &gt; 3", "=stappen in [1..3]", '=soort_plan = "licht"', '=soort_plan in ("licht","zwaar")',
        "=besluit.doorgaan", "=count(partijen) &gt; 0", "=if schulden then stappen = 1 else false", "=some x in [1,2] satisfies x = stappen",
        "=doorlopen.eerst.aantal = 1", "=dubbel &gt; 2", "=nu &gt; date and time(\"2026-01-01T00:00:00Z\")", "=stappen * 2 + 1 = 7",
        "=string length(soort_plan) = 5", '=gemeente = "Dordrecht"', "=schulden or zorg_nodig", "=stappen between 1 and 3",
        "=gebeurtenissen.melding.aantal = 1", "true",
    ):  # fmt: skip
        flows = {**GOOD.flows, "f4": ("keuze", "dan", condition(text.replace('"', "&quot;")))}
        yield f"the condition {text}", release(replace(GOOD, flows=flows))
    for text in ("P14D", "PT24H", "P1M", "P2W", '=termijn("plan")', "=werkdagen(nu, 3)", "=nu + duration(&quot;P1D&quot;)", "P1DT2H"):
        yield f"a reminder after {text}", release(GOOD.on_edge(_timer(text.replace('"', "&quot;"))))
        yield f"an end after {text}", release(GOOD.on_edge(_timer(text.replace('"', "&quot;")), cancels=True))
    message = '<bpmn:message id="m" name="bericht"/>'
    event = properties(formulier="plan", rollen="sociaal_team") + '<bpmn:messageEventDefinition id="def" messageRef="m"/>'
    yield "an event of the case page", release(GOOD.on_edge(event, root=message))
    for kind, loop in (
        ("a loop", '<bpmn:standardLoopCharacteristics><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">=not(schulden)'
         "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"),
        ("three at once", '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">3'
         "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
    ):  # fmt: skip
        yield f"a task with {kind}", release(replace(GOOD, nodes={**GOOD.nodes, "eerst": task("eerst", loop)}))
    for topic, given in (
        ("casus_sluiten", {}),
        ("brief", {"brief": "groet"}),
        ("register", {"register": "melding"}),
        ("kennisgeving", {"gebeurtenis": "sluiting"}),
    ):
        sender = (
            f'<bpmn:serviceTask id="x" name="X" camunda:type="external" camunda:topic="{topic}">{properties(**given)}</bpmn:serviceTask>'
        )
        yield f"the topic {topic}", release(GOOD.with_node("x", sender))
    script = '<bpmn:scriptTask id="x" name="X" scriptFormat="feel" camunda:resultVariable="r"><bpmn:script>=stappen</bpmn:script></bpmn:scriptTask>'
    yield "a script in FEEL", release(GOOD.with_node("x", script))
    for lane in ("Sociaal team", "sociaal_team"):
        yield f"the lane {lane}", release(replace(GOOD, lane=lane))
    for number in range(len(FIELDS)):
        yield f"a form of {number + 1} fields", release(form=form(*FIELDS[: number + 1]))
    yield "a form with a condition", release(form=form({**FIELDS[0], "conditional": {"hide": "=stappen > 2"}}))
    yield "a form with a length", release(form=form({**FIELDS[1], "validate": {"required": True}}))
    yield "a datum more", release(words=(WORDS + "  x: {label: X, soort: getal, opslag: variabele, groep: zorg}\n").encode())
    yield (
        "a name of the list",
        release(words=(WORDS + "  achternaam: {label: Achternaam, soort: tekst, opslag: dossier, groep: zorg, artikel: PP-B3}\n").encode()),
    )
    yield "tables in another order", release(tables=tables(SHARING, NOTICES, DUTY, TERMS, DECIDE))
    yield "a table that takes the first", release(tables=tables(DECIDE.replace("UNIQUE", "FIRST"), TERMS, DUTY, NOTICES, SHARING))
    yield "a table where any will do", release(tables=tables(DECIDE.replace("UNIQUE", "ANY"), TERMS, DUTY, NOTICES, SHARING))
    names = "---\ntitel: Groet\nafzender: sociaal_team\n---\n# Groet\n\nZaak {{casusnummer}}, {{gemeente?}}.\n"
    yield "a letter with a field that may be missing", release(letter=names.encode())
    yield "no letter", {path: content for path, content in release().items() if not path.endswith(".md")}


GOOD_ONES = list(good())


def test_the_corpus_is_large_enough_and_every_name_is_used_once() -> None:
    assert len(BROKEN) >= 200
    assert len(GOOD_ONES) >= 50
    assert len({name for name, _, _ in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize(("name", "files", "reason"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_what_may_not_run_is_refused_for_the_true_reason_and_soon(name: str, files: Mapping[str, bytes], reason: str) -> None:
    began = time.perf_counter()
    found = check_release(files)
    assert time.perf_counter() - began < SECONDS
    assert any(re.search(reason, f"{finding.message} {finding.advice}") for finding in found), found
    assert all(finding.file and finding.message and finding.why for finding in found)


@pytest.mark.parametrize(("name", "files"), GOOD_ONES, ids=[name for name, _ in GOOD_ONES])
def test_what_may_run_is_accepted(name: str, files: Mapping[str, bytes]) -> None:
    assert check_release(files) == []


def test_the_gate_itself_says_the_same_from_its_child_process() -> None:
    for wanted in ("a diagram 100,000 deep", "a condition in python", "a diagram of 6 MB"):
        (files,) = [files for name, files, _ in BROKEN if name == wanted]
        assert check_on_save(files).findings
    assert check_on_save(release()).findings == []


def test_a_release_is_published_only_when_its_drawing_can_be_read() -> None:
    told: list[str] = []
    found = check_for_publication(release(), progress=told.append).findings
    assert any("Buiten zijn vak" in finding.message for finding in found)
    assert told[-1] == "Klaar."
