"""What may be filled in: sentences for whoever typed something that cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phu_runtime.engine.checks_texts import LONGEST_TEXT, SHORTEST_SECONDS
from phu_runtime.engine.moments import read_duration, read_moment
from phu_runtime.engine.roles import ROLES, split_roles
from phu_runtime.feel import FeelError, compile_expression, strip_marker
from phu_runtime.workprocess.editing.diagrams.choices import STEPS, Choices
from phu_runtime.workprocess.names import closest, unknown_names

LONGEST = {"text": 300, "suggest": LONGEST_TEXT, "select": 200, "feel": LONGEST_TEXT, "area": 5_000}
_INVISIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def cleaned(value: str, kind: str) -> str:
    """As it is stored: one line, except for an explanation; a formula begins with ``=``."""
    if kind == "area":
        return value.replace("\r\n", "\n").strip()
    line = " ".join(value.split())
    return f"={line}" if kind == "feel" and line and not line.startswith("=") else line


def problem_of(value: str, kind: str, choices: Choices) -> str:
    """What is wrong with a text of this kind, "" when nothing."""
    if _INVISIBLE.search(value):
        return "Hier staat een onzichtbaar teken dat niet bewaard kan worden. Typ de tekst opnieuw."
    if len(value) > LONGEST[kind]:
        return f"Gebruik ten hoogste {LONGEST[kind]} tekens."
    return formula_problem(value, choices) if value.startswith("=") else ""


def formula_problem(value: str, choices: Choices) -> str:
    """What the compiler says of a FEEL text, and of names that nothing gives."""
    text = strip_marker(value)
    if not text.strip():
        return "Na het =-teken staat niets. Schrijf een formule, of laat het veld leeg."
    if "${" in text or "#{" in text:
        return "Dit is geen FEEL. Begin met = en laat ${ } weg."
    try:
        compile_expression(text)
    except FeelError as error:
        return f"De formule is niet te lezen. {error.message}"
    if choices.names is None:
        return ""
    unknown = unknown_names(text, choices.names)
    return " ".join(f"'{name}' komt nergens vandaan. {closest(name, choices.names)}" for name in unknown)


def time_problem(value: str) -> str:
    """Of a term that is no formula."""
    plain = value.strip('"')
    duration = read_duration(plain)
    if duration is None and read_moment(plain) is None:
        return 'Dit is geen tijd. Schrijf bijvoorbeeld =termijn("mzo_advies") of P14D (14 dagen).'
    if duration is not None and duration.least_seconds() < SHORTEST_SECONDS:
        return f"Deze termijn is korter dan {SHORTEST_SECONDS} seconden. Kies een langere."
    return ""


def property_problem(name: str, value: str, choices: Choices) -> str:
    """Of properties that name something: requirements, steps, parties."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if name == "eis" and choices.requirements:
        known = {key for key, _ in choices.requirements}
        return _strange(parts, known, "De eis '{}' staat niet in de lijst van eisen (forms/eisen.yaml).")
    if name == "processtap":
        return _strange(parts, set(STEPS), "De processtap '{}' bestaat niet. Kies uit: " + ", ".join(STEPS) + ".")
    if name == "rollen":
        return parties_problem(value)
    return ""


def parties_problem(value: str) -> str:
    """Of a list of parties that is no formula."""
    if value.startswith("="):
        return ""
    return _strange(split_roles(value), set(ROLES), "De partij '{}' bestaat niet. Kies uit: " + ", ".join(ROLES) + ".")


def variable_problem(value: str) -> str:
    """Of the name under which an outcome is kept."""
    return "" if not value or _NAME.fullmatch(value) else "Gebruik letters, cijfers en een laag streepje, zonder spaties."


def chosen_problem(value: str, options: Mapping[str, str] | set[str]) -> str:
    """Of something that must be one of a list."""
    return "" if value in options else "Kies iets uit de lijst."


def _strange(parts: list[str] | tuple[str, ...], known: set[str], sentence: str) -> str:
    return " ".join(sentence.format(part) for part in parts if part not in known)
