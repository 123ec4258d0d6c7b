"""The context of a case's expressions: variables, and derived data that are computed only when an expression asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from phu_runtime.dossier.typed import empty, to_typed
from phu_runtime.errors import PhuError
from phu_runtime.feel import FeelError

if TYPE_CHECKING:
    from phu_runtime.dossier.dictionary import Datum, Dictionary

PRIVATE = ("dossier", "formulieren")
PUBLIC = ("gebeurtenissen", "doorlopen", "nu")
_MOMENTS = ("moment", "eerste", "laatste")


class LazyContext(Mapping[str, Any]):
    """Names → values for FEEL. Derived data come first, then ``doorlopen``, ``gebeurtenissen`` and ``nu``, then variables.

    ``dossier`` and ``formulieren`` are seen by derived data only, so that no diagram, table or form condition reads a personal
    datum. A derived datum that comes out null gets its kind's empty value: no table meets null.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        variables: Mapping[str, Any],
        facts: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]],
    ) -> None:
        self._dictionary = dictionary
        self._variables = variables
        self._facts = facts
        self._functions = functions
        self._known: dict[str, Any] = {}
        self._busy: list[str] = []
        self._inner = _Inner(self)

    def __getitem__(self, name: str) -> Any:
        if name in PRIVATE:
            raise KeyError(name)
        return self.seek(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._dictionary.compiled or name in PUBLIC or name in self._variables

    def seek(self, name: str) -> Any:
        """Any name, also those that only derived data may see. Raises KeyError for an unknown one."""
        if name not in self._known:
            self._known[name] = self._compute(name)
        return self._known[name]

    def _names(self) -> dict[str, None]:
        return dict.fromkeys([*self._dictionary.compiled, *PUBLIC, *self._variables])

    def _compute(self, name: str) -> Any:
        if name in self._dictionary.compiled:
            return self._derive(name)
        if name in PRIVATE or name in PUBLIC:
            return self._fact(name)
        datum = self._dictionary.fields.get(name)
        value = self._variables[name]
        return to_typed(datum.kind, value) if datum else value

    def _derive(self, name: str) -> Any:
        if name in self._busy:
            around = " → ".join([*self._busy[self._busy.index(name) :], name])
            raise PhuError(f"De afgeleide gegevens verwijzen in een kring naar elkaar: {around}. Haal een van de verwijzingen weg.")
        self._busy.append(name)
        try:
            value = self._dictionary.compiled[name].evaluate(self._inner, self._functions)
        except FeelError as error:
            raise PhuError(f"Het afgeleide gegeven '{name}' kan niet worden berekend: {error.message}") from error
        finally:
            self._busy.pop()
        return _never_null(self._dictionary.fields[name]) if value is None else value

    def _fact(self, name: str) -> Any:
        if name == "nu":
            return _moment(self._facts.get("nu"))
        if name == "dossier":
            return self._typed(self._facts.get("dossier") or {})
        if name == "formulieren":
            return [self._typed(sent) for sent in self._facts.get("formulieren") or ()]
        marks = self._facts.get(name) or self._variables.get(name) or {}
        return {key: _with_moments(mark) for key, mark in marks.items()}

    def _typed(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self._typed_value(key, value) for key, value in answers.items()}

    def _typed_value(self, key: str, value: Any) -> Any:
        if key in _MOMENTS:
            return _moment(value)
        datum = self._dictionary.fields.get(key)
        return to_typed(datum.kind, value) if datum else value


class _Inner(Mapping[str, Any]):
    """What a derived datum sees: all of the context, and the dossier and the forms besides."""

    def __init__(self, outer: LazyContext) -> None:
        self._outer = outer

    def __getitem__(self, name: str) -> Any:
        return self._outer.seek(name)

    def __iter__(self) -> Iterator[str]:
        return iter([*PRIVATE, *self._outer])

    def __len__(self) -> int:
        return len(PRIVATE) + len(self._outer)

    def __contains__(self, name: object) -> bool:
        return name in PRIVATE or name in self._outer


def _never_null(datum: Datum) -> Any:
    return next(iter(datum.values), "") if datum.kind == "keuze" else empty(datum.kind)


def _with_moments(mark: Any) -> Any:
    return {key: _moment(value) if key in _MOMENTS else value for key, value in mark.items()} if isinstance(mark, Mapping) else mark


def _moment(value: Any) -> Any:
    """Moments among stored facts are ISO text; expressions compare them as date-times."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
