"""What can be wrong with an expression: an error that stops it, or a warning beside a null."""

from __future__ import annotations

from dataclasses import dataclass


class FeelError(Exception):
    """An expression that cannot be read, or that asked more than its budget.

    ``message`` is a Dutch sentence that says what to do; ``position`` is the offset in the text (0-based), or None.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class TooMuch(FeelError):
    """The expression asked more steps, depth, list or text than its budget allows."""


@dataclass(frozen=True)
class FeelWarning:
    """A null that comes from a mistake: what (Dutch), where in the text, and what was probably meant ("" when unknown)."""

    message: str
    position: int
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()


class Invalid(Exception):  # noqa: N818
    """Inside the interpreter: an argument for which the specification gives null. Becomes null and a warning."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
