"""A letter as it was sent, to draw as a PDF outside the transaction."""

from __future__ import annotations

from phu_runtime.errors import NotFound, NotYours
from phu_runtime.records import dossiers
from phu_runtime.shapes import Actor, LetterText
from phu_runtime.steps.looking import log_deed, require_in_case
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.participants import fields_of, may_read_letter
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access


def letter_pdf(store: Store, actor: Actor, case_id: str, letter_id: str) -> LetterText:
    """The kept text, logged as a look. Raises NotFound, NotYours."""
    step = open_case(store, case_id, actor, lock=False)
    if require_in_case(actor, "see_case", case_access(step), step.case).light:
        raise NotYours("Tijdens een bekendheidscheck ziet u geen brieven van deze casus.", event="brief", pseudonym=step.case.pseudonym)
    row = dossiers.get_letter(store.session, case_id, letter_id)
    if row is None:
        raise NotFound("Deze brief bestaat niet.")
    verdict = fields_of(step, step.role_of(actor), step.context())
    if not may_read_letter(step, step.work.letters[row.template], verdict):
        raise NotYours("In deze brief staan gegevens die uw organisatie niet ziet.", event="brief", pseudonym=step.case.pseudonym)
    kept = step.unseal(f"letter/{row.digest}", row.sealed)
    log_deed(store, actor, f"brief bekeken: {row.template}", "R", step.case)
    return LetterText(step.work.letters[row.template], str(kept["tekst"]), row.title)
