"""Types and their conformance and coercion (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.feel import temporal
from phu_runtime.feel.syntax import TypeName
from phu_runtime.feel.values import Function, kind


@dataclass(frozen=True)
class Type:
    """A FEEL type. ``kind`` is the name of a basic kind or "Any"; ``allows`` a constraint on values (allowed values), or None."""

    kind: str
    element: Type | None = None
    members: Mapping[str, Type] = field(default_factory=dict)
    parameters: tuple[Type, ...] | None = None
    result: Type | None = None
    allows: Callable[[Any], bool] | None = None
    name: str = ""

    def conforms(self, value: Any, *, constrained: bool = True) -> bool:
        """Whether a value that is not null is of this type; null inside a list or context is always allowed.

        ``constrained=False`` looks at the kind alone, as ``instance of`` does, and not at allowed values.
        """
        if self.kind != "Any" and kind(value) != self.kind:
            return False
        if not self._parts_conform(value, constrained):
            return False
        return self.allows is None or not constrained or self.allows(value)

    def _parts_conform(self, value: Any, constrained: bool) -> bool:
        def fits(part: Any, wanted: Type) -> bool:
            return part is None or wanted.conforms(part, constrained=constrained)

        if self.kind == "list" and self.element is not None:
            element = self.element
            return all(fits(item, element) for item in value)
        if self.kind == "range" and self.element is not None:
            return fits(value.low, self.element) and fits(value.high, self.element)
        if self.kind == "context":
            return all(key in value and fits(value[key], member) for key, member in self.members.items())
        if self.kind == "function" and self.parameters is not None:
            return isinstance(value, Function) and self._signature_conforms(value)
        return True

    def _signature_conforms(self, value: Function) -> bool:
        if self.parameters is None or value.parameters is None or len(value.parameters) != len(self.parameters):
            return False
        known = value.types or (None,) * len(self.parameters)
        accepts = all(there is None or there.includes(here) for here, there in zip(self.parameters, known, strict=True))
        return accepts and (self.result is None or value.result is None or self.result.includes(value.result))

    def includes(self, other: Type) -> bool:
        """Whether every value of ``other`` is one of this type."""
        if self.kind == "Any":
            return True
        if self.kind != other.kind:
            return False
        if self.element is not None:
            return other.element is not None and self.element.includes(other.element)
        return all(key in other.members and member.includes(other.members[key]) for key, member in self.members.items())


ANY = Type("Any")
NULL = Type("null")
_NAMES = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "list": "list",
    "context": "context",
    "range": "range",
    "function": "function",
    "Any": "Any",
    "Null": "null",
}
BASIC = {name: Type(of_kind, name=name) for name, of_kind in _NAMES.items()}


def resolve(name: TypeName, named: Mapping[str, Type] | None = None) -> Type | None:
    """The type that is written, None when its name is unknown. ``named``: the item definitions in scope."""
    known = (named or {}).get(name.name) or BASIC.get(name.name)
    if known is None:
        return None
    if name.result is not None:
        parameters = tuple(resolve(one, named) or ANY for one in name.arguments)
        return Type("function", parameters=parameters, result=resolve(name.result, named) or ANY)
    if name.members:
        return Type("context", members={key: resolve(one, named) or ANY for key, one in name.members})
    if name.arguments:
        element = resolve(name.arguments[0], named)
        return None if element is None else Type(known.kind, element=element)
    return known


def coerce(value: Any, wanted: Type) -> tuple[Any, bool]:
    """``value`` as ``wanted`` by FEEL's implicit conversions (10.3.2.9.4), and whether that went well; else (None, False).

    A list of one gives its element, a single value becomes a list of one, a date becomes the midnight in UTC that starts it.
    """
    if value is None or wanted.conforms(value):
        return value, True
    if wanted.kind == "list" and kind(value) != "list":
        return ([value], True) if wanted.conforms([value]) else (None, False)
    if kind(value) == "list" and len(value) == 1 and wanted.kind != "list":
        only = value[0]
        return (only, True) if only is None or wanted.conforms(only) else (None, False)
    if wanted.kind == "date and time" and kind(value) == "date":
        return temporal.midnight(value), True
    return None, False
