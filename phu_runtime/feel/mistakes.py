"""What a process owner probably meant: sentences for text that FEEL's grammar does not allow."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d]\w*")
_LIKELY = {
    "==": "Schrijf één '=' om te vergelijken.",
    "&&": "Schrijf 'and'.",
    "||": "Schrijf 'or'.",
    "&": "Schrijf 'and'.",
    "|": "Schrijf 'or'.",
    "<>": "Schrijf '!=' voor ongelijk.",
    "=<": "Schrijf '<='.",
    "=>": "Schrijf '>='.",
    "!": "Schrijf 'not(…)' om het omgekeerde te vragen.",
    "'": 'Zet tekst tussen dubbele aanhalingstekens: "ja".',
    "“": 'Gebruik rechte aanhalingstekens: "ja", niet “ja”.',
    "”": 'Gebruik rechte aanhalingstekens: "ja", niet “ja”.',
    "„": 'Gebruik rechte aanhalingstekens: "ja", niet „ja”.',
    "‘": 'Gebruik rechte, dubbele aanhalingstekens: "ja".',
    "’": 'Gebruik rechte, dubbele aanhalingstekens: "ja".',
    "–": "Gebruik een gewoon minteken (-), geen gedachtestreepje.",
    "≥": "Schrijf '>='.",
    "≤": "Schrijf '<='.",
    "≠": "Schrijf '!='.",
    ";": "Zet tussen waarden een komma.",
    "%": "Een percentage bestaat niet: schrijf 10 % als 0.10.",
    "^": "Schrijf '**' voor een macht.",
    "$": "Laat '$' weg: schrijf alleen de naam.",
    "#": "Laat '#' weg: schrijf alleen de naam.",
    "€": "Laat '€' weg: schrijf alleen het getal.",
}
_DUTCH_WORDS = {
    "en": "and", "of": "or", "niet": "not(…)", "is": "=", "als": "if", "dan": "then", "anders": "else", "tussen": "between",
    "waar": "true", "onwaar": "false", "leeg": "null", "AND": "and", "OR": "or", "NOT": "not(…)", "IF": "if", "THEN": "then",
    "ELSE": "else", "IN": "in", "TRUE": "true", "FALSE": "false", "NULL": "null", "True": "true", "False": "false",
    "None": "null", "Null": "null", "Ja": '"ja"', "Nee": '"nee"', "is not": "!=", "elseif": "else if", "elif": "else if",
}  # fmt: skip


def wrong_sign(text: str, at: int) -> str:
    """A sentence for a sign of another language at ``at``, "" when there is none."""
    for sign in sorted(_LIKELY, key=len, reverse=True):
        if text.startswith(sign, at):
            return f"'{sign}' kan hier niet staan. {_LIKELY[sign]}"
    return ""


def explain_rest(text: str, at: int) -> str:
    """A sentence for text that is left over at ``at``, after a whole expression."""
    piece = text[at : at + 20].split("\n")[0].rstrip()
    wrong = wrong_sign(text, at)
    if wrong:
        return wrong
    if re.match(r"\s*(als|indien|IF|If)\s", text):
        return "Een keuze schrijft u als 'if … then … else …'."
    word = _WORD.match(text, at)
    if word and word[0] in _DUTCH_WORDS:
        return f"'{word[0]}' is hier geen FEEL. Schrijf '{_DUTCH_WORDS[word[0]]}'."
    if text[at] == ")":
        return "Er staat een ')' te veel."
    if text[at] == ",":
        return "Er staat een komma te veel. Een getal schrijft u met een punt: 1.5; meer waarden zet u tussen [ en ]."
    before = text[:at].split()
    for meant in before[-2:]:
        if meant in _DUTCH_WORDS:
            return f"'{meant}' is hier geen FEEL. Schrijf '{_DUTCH_WORDS[meant]}'."
    return f"Voor '{piece}' ontbreekt een teken of woord, zoals '=', 'and', of een komma."


def explain_start(text: str, at: int) -> str:
    """A sentence for a place where a value should start and something else stands."""
    if at >= len(text):
        return "De expressie houdt te vroeg op: hier hoort nog een waarde te staan."
    if text[max(0, at - 1) : at + 1] == "==":
        return "'==' kan hier niet staan. Schrijf één '=' om te vergelijken."
    wrong = wrong_sign(text, at)
    if wrong:
        return wrong
    before = text[:at].rstrip()[-1:]
    word = _WORD.match(text, at)
    if text[at] == "=" and before in ("<", ">", "="):
        return f"'{before}=' staat verkeerd. Schrijf '<=', '>=' of één '='."
    if text[at] == ">" and before == "=":
        return "'=>' bestaat niet. Schrijf '>='."
    if text[at] == ">" and before == "<":
        return "'<>' bestaat niet. Schrijf '!=' voor ongelijk."
    if word:
        return f"Hier hoort een waarde te staan, maar er staat het woord '{word[0]}'."
    return f"Hier hoort een waarde te staan, maar er staat '{text[at]}'."


def suggest(name: str, known: Iterable[str]) -> str:
    """Advice for an unknown name: the Dutch or capitalised word for something of FEEL's, or the nearest known name, or ""."""
    if name in _DUTCH_WORDS:
        return f"Schrijf '{_DUTCH_WORDS[name]}'."
    for word in name.split():
        if word in _DUTCH_WORDS and word != name:
            return f"Schrijf in plaats van '{word}' '{_DUTCH_WORDS[word]}'."
    return nearest(name, known)


def nearest(name: str, known: Iterable[str]) -> str:
    """"Bedoelt u '…'?" for the known name that looks most like ``name``, "" when none does."""
    names = [one for one in known if one != name]
    folded = {one.casefold().replace(" ", "_"): one for one in names}
    same = folded.get(name.casefold().replace(" ", "_"))
    found = [same] if same else difflib.get_close_matches(name, names, 1, 0.75)
    return f"Bedoelt u '{found[0]}'?" if found else ""
