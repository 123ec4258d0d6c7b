"""A change to the drawing is only made when it stays as readable as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable

from phu_runtime.engine.xml import parse_xml
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drawing import findings, sheet_of

_TOO_WIDE = "tekening te breed"
_OWN_TEXT = ("tekst past niet", "tekst op het icoon")
_NUMBERS = re.compile(r" is [\d.]+ px")


def drawn_worse(file: str, before: bytes, after: bytes) -> list[str]:
    """What measuring finds in ``after`` and did not find before."""
    known = {_NUMBERS.sub("", found) for found in findings(sheet_of(parse_xml(file, before)), {})}
    return [found for found in findings(sheet_of(parse_xml(file, after)), {}) if _NUMBERS.sub("", found) not in known]


def refusal(tries: Iterable[list[str]], name: str, what: str) -> FormInvalid:
    """Why none of the tries would do. ``name``: key of the field with the text; ``what``: begins the sentence."""
    tried = list(tries)
    if any(all(found.startswith(_OWN_TEXT) for found in each) for each in tried):
        return FormInvalid({name: "Deze naam past niet in het vakje van een taak. Gebruik kortere woorden, samen ten hoogste twee regels."})
    if any(all(found.startswith((_TOO_WIDE, *_OWN_TEXT)) for found in each) for each in tried):
        return FormInvalid({"": f"{what}: de tekening wordt dan te breed om op een scherm te lezen. Splits haar eerst in twee fasen."})
    return FormInvalid({"": f"{what} zonder dat de tekening onleesbaar wordt. Maak eerst ruimte in de tekening, of kies een andere plek."})
