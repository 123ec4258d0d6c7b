"""The dossier of efforts: what every party did to prevent the eviction, for the court or for one's own file (R-032)."""

from __future__ import annotations

from collections.abc import Iterator

from phu_runtime.access import may
from phu_runtime.calendar import long_date
from phu_runtime.errors import NotYours
from phu_runtime.letters import Letter
from phu_runtime.shapes import Actor, LetterText
from phu_runtime.showing.efforts import Effort, show_efforts, summary
from phu_runtime.steps.looking import log_deed, require_in_case
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access

TITLE = "Inspanningen om een huisuitzetting te voorkomen"
KEY = "inspanningendossier"


def export_efforts(store: Store, actor: Actor, case_id: str) -> LetterText:
    """Its text, to draw outside the transaction; logged as an export. With the vroegsignalering before it, where the reader may see
    that. Raises NotFound, NotYours."""
    step = open_case(store, case_id, actor, lock=False)
    if require_in_case(actor, "export_case", case_access(step), step.case).light:
        sentence = "Tijdens een bekendheidscheck kunt u geen dossier van deze casus maken."
        raise NotYours(sentence, event=KEY, pseudonym=step.case.pseudonym)
    efforts = [effort for one in (*_before(store, actor, step), step) for effort in _seen(one, actor)]
    verdict = fields_of(step, step.role_of(actor), step.context())
    log_deed(store, actor, KEY, "E", step.case, purpose=verdict.purpose, ground=verdict.ground)
    text = "\n\n".join(_paragraphs(store, actor, step, efforts)) + "\n"
    return LetterText(Letter(KEY, TITLE, actor.party, "Bijlage 3", text), text, TITLE)


def _before(store: Store, actor: Actor, step: CaseStep) -> Iterator[CaseStep]:
    """The vroegsignalering that the case came from, with the proofs of BGS art. 2."""
    if step.case.parent_id:
        parent = open_case(store, step.case.parent_id, actor, lock=False)
        seen = may(actor, "export_case", case_access(parent))
        if seen.allowed and not seen.light:
            log_deed(store, actor, KEY, "E", parent.case)
            yield parent


def _seen(step: CaseStep, actor: Actor) -> list[Effort]:
    return show_efforts(step, fields_of(step, step.role_of(actor), step.context()))


def _paragraphs(store: Store, actor: Actor, step: CaseStep, efforts: list[Effort]) -> Iterator[str]:
    yield actor.organisation
    yield f"Casus {step.case.number}\n{step.case.municipality}"
    yield f"Gemaakt op {long_date(store.now)}"
    yield f"# {TITLE}"
    yield (
        "Dit overzicht laat zien wat elke partij deed, op volgorde en met de bron. Het komt uit het systeem waarin de partijen "
        f"samenwerken. Het bevat alleen wat {actor.organisation} mag zien."
    )
    yield "## Per partij"
    yield "\n".join(summary(efforts)) or "Er is nog niets gedaan."
    yield "## Op volgorde"
    yield "\n".join(effort.line() for effort in efforts) or "Er is nog niets gedaan."
    yield "## Over dit overzicht"
    yield "Deel dit overzicht alleen als dat nodig is en mag. Het maken ervan is vastgelegd in het logboek."
    yield f"Gemaakt door {actor.organisation}."  # the layout keeps the last three blocks together: the list must not be one of them
