"""Every error the runtime raises on purpose: one class per thing the reader can do.

The message of each is Dutch (B1) and says what to do; pages show it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phu_runtime.shapes import Actor


class PhuError(Exception):
    """Root of all errors of ours. ``status`` is the HTTP status that pages answer with."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SettingInvalid(PhuError):
    """A setting is missing or wrong: the start stops with this sentence."""


class NotFound(PhuError):
    """What was asked for does not exist (or is destroyed)."""

    status = 404


class NotYours(PhuError):
    """The user's organisation, role or step does not give this; the refusal is logged.

    ``event`` and ``pseudonym`` are what the log line says of it ("" when no case is known).
    """

    status = 403

    def __init__(self, message: str, *, event: str = "", pseudonym: str = "") -> None:
        super().__init__(message)
        self.event = event
        self.pseudonym = pseudonym
        self.actor: Actor | None = None


class OutOfDate(PhuError):
    """Someone else was first, or the step is no longer open: look again; the input is kept."""

    status = 409


class FormInvalid(PhuError):
    """Answers that cannot be accepted. ``problems`` maps a field key to a sentence ("" = the whole form)."""

    status = 422

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Controleer uw antwoorden.")
        self.problems = dict(problems)


@dataclass(frozen=True)
class Finding:
    """One problem in a release: where it is, what is wrong, what to do, and why it matters ("" until the gate adds that)."""

    file: str
    element: str
    message: str
    advice: str = ""
    why: str = ""


class ReleaseInvalid(PhuError):
    """A release that may not run; ``findings`` lists all problems at once."""

    status = 422

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0].message if findings else ""
        super().__init__(f"Het werkproces kan zo niet draaien: {first}")
        self.findings = list(findings)


class CaseStuck(PhuError):
    """A diagram or table failed while it ran: nothing was stored, an incident tells where and why.

    ``element`` is the BPMN id, ``name`` its label, ``reason`` a Dutch sentence without personal data.
    """

    def __init__(self, element: str, name: str, reason: str) -> None:
        super().__init__(f"De stap '{name or element}' kon niet worden uitgevoerd: {reason}")
        self.element = element
        self.name = name
        self.reason = reason
        self.case_id = ""
        self.request: Mapping[str, object] = {}
