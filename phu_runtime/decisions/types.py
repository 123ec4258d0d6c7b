"""Item definitions as FEEL types (DMN 1.5, 7.3.2), with their allowed values, across imported models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from phu_runtime.decisions.model import ItemDefinition, Model
from phu_runtime.feel import FeelError, compile_unary_tests
from phu_runtime.feel.types import ANY, BASIC, Type

DEEPEST = 20
_OLDER_NAMES = {"integer": "number", "long": "number", "double": "number", "decimal": "number", "datetime": "date and time"}


class Types:
    """The named types of one model. ``imported``: the types of the models it imports, by the import's name."""

    def __init__(self, model: Model, imported: Mapping[str, Types]) -> None:
        self._definitions = {definition.name: definition for definition in model.types}
        self._imported = imported
        self._known: dict[str, Type] = {}
        self._busy: list[str] = []
        self.problems: list[tuple[str, str]] = []

    def named(self, name: str) -> Type | None:
        """The type of a ``typeRef``, None for "" and for an unknown one. A prefix such as ``feel:`` is left out."""
        if not name:
            return None
        plain = name.rpartition(":")[2]
        if plain in self._definitions:
            return self._own(plain)
        first, _, rest = plain.partition(".")
        if rest and first in self._imported:
            return self._imported[first].named(rest)
        if rest and first in self._definitions:
            return self._own(first).members.get(rest)
        return BASIC.get(plain) or BASIC.get(_OLDER_NAMES.get(plain, ""))

    def all(self) -> dict[str, Type]:
        """Every type that an expression can name."""
        found = {name: self._own(name) for name in self._definitions}
        for prefix, types in self._imported.items():
            found.update({f"{prefix}.{name}": one for name, one in types.all().items()})
        return found

    def _own(self, name: str) -> Type:
        known = self._known.get(name)
        if known is None:
            if name in self._busy or len(self._busy) > DEEPEST:
                self.problems.append((name, f"Het type '{name}' verwijst naar zichzelf."))
                return ANY
            self._busy.append(name)
            known = self._known[name] = self._built(self._definitions[name])
            self._busy.pop()
        return known

    def _built(self, definition: ItemDefinition) -> Type:
        allows = self._constraint(definition)
        if definition.function is not None:
            parameters, result = definition.function
            built = Type("function", parameters=tuple(self.named(one) or ANY for one in parameters), result=self.named(result) or ANY)
        elif definition.components:
            members = {one.name: self._built(one) for one in definition.components}
            built = Type("context", members=members, allows=allows, name=definition.name)
        else:
            based_on = self.named(definition.type)
            if based_on is None and definition.type:
                self.problems.append((definition.name, f"Het type '{definition.type}' bestaat niet."))
            based_on = based_on or ANY
            built = replace(based_on, allows=_both(based_on.allows, allows), name=definition.name)
        return Type("list", element=built, name=definition.name) if definition.collection else built

    def _constraint(self, definition: ItemDefinition) -> Callable[[Any], bool] | None:
        if not definition.allowed:
            return None
        try:
            tests = compile_unary_tests(definition.allowed)
        except FeelError as error:
            self.problems.append((definition.name, f"De toegestane waarden van '{definition.name}' zijn niet te lezen: {error.message}"))
            return None
        return tests.matches


def _both(one: Callable[[Any], bool] | None, other: Callable[[Any], bool] | None) -> Callable[[Any], bool] | None:
    if one is None or other is None:
        return one or other
    first, second = one, other
    return lambda value: first(value) and second(value)
