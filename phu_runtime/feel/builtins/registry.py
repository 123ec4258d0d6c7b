"""How a built-in is declared: its signature as the specification writes it, checked and coerced before the function runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any

from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.run import Run
from phu_runtime.feel.values import DUTCH, KINDS, Function, decimal, dutch, kind

_ACCEPTS: dict[str, frozenset[str]] = {
    "moment": frozenset(("date", "date and time")),
    "duration": frozenset(("days and time duration", "years and months duration")),
}
_EXACT = {"list": list, "string": str, "number": Decimal, "boolean": bool, "context": dict}
_DUTCH_TYPES = {**DUTCH, "moment": "een datum", "duration": "een duur"}
BUILTINS: dict[str, Function] = {}
_PRICE = 8
_SIGNATURES: dict[str, list[Signature]] = {}


class Mismatch(Exception):  # noqa: N818
    """An argument that no conversion makes fit; ``missing`` when it is null."""

    def __init__(self, parameter: str, wanted: str, value: Any) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.wanted = wanted
        self.value = value


@dataclass(frozen=True)
class Signature:
    """One way to call a built-in. ``variadic``: the last parameter takes any number of arguments."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    required: int
    variadic: bool
    function: Callable[..., Any]
    with_run: bool

    def fits(self, count: int) -> bool:
        """Whether so many arguments can be given."""
        return count >= self.required and (self.variadic or count <= len(self.names))

    def convert(self, arguments: list[Any]) -> list[Any]:
        """The arguments in the types of the signature. Raises Mismatch."""
        converted: list[Any] = []
        for index, value in enumerate(arguments):
            place = min(index, len(self.names) - 1)
            if value is None and index >= self.required and not self.variadic:
                converted.append(None)
            else:
                converted.append(fit(value, self.types[place], self.names[place]))
        return converted


def fit(value: Any, wanted: str, parameter: str) -> Any:
    """``value`` as a built-in's parameter type: as it is, a number from an int, or by way of a list of one."""
    if wanted == "any":
        return value
    name = KINDS.get(type(value)) or kind(value)
    if name == wanted and name != "number":
        return value
    if name == wanted or name in _ACCEPTS.get(wanted, ()):
        return decimal(value) if name == "number" else value
    if wanted == "list" and value is not None:
        return [value]
    if name == "list" and len(value) == 1:
        return fit(value[0], wanted, parameter)
    if wanted == "function" and name == "function":
        return value
    raise Mismatch(parameter, wanted, value)


def builtin(declaration: str, *, with_run: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under ``name(parameter: type, optional?: type, variadic...: type)``."""
    name, _, rest = declaration.partition("(")

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        signatures = _SIGNATURES.setdefault(name, [])
        signatures.append(_signature(rest.removesuffix(")"), function, with_run))
        BUILTINS[name] = Function(name, signatures[0].names, _invoker(name, signatures), _by_name(name, signatures))
        return function

    return register


def _signature(text: str, function: Callable[..., Any], with_run: bool) -> Signature:
    names, types, required, variadic = [], [], 0, False
    for part in text.split(", ") if text else []:
        label, _, of_type = part.partition(": ")
        variadic = label.endswith("...")
        if not label.endswith("?"):
            required += 1
        names.append(label.removesuffix("...").removesuffix("?"))
        types.append(of_type or "any")
    return Signature(tuple(names), tuple(types), required, variadic, function, with_run)


def _invoker(name: str, signatures: list[Signature]) -> Callable[[Run, list[Any], int], Any]:
    def invoke(run: Run, arguments: list[Any], position: int) -> Any:
        first = signatures[0]
        if len(arguments) == 1 == first.required and _EXACT.get(first.types[0]) is type(arguments[0]):
            return _apply(name, first, arguments, run, position)
        return _first_fitting(name, signatures, arguments, run, position)

    return invoke


def _first_fitting(name: str, signatures: list[Signature], arguments: list[Any], run: Run, position: int) -> Any:
    """The result of the first signature that takes these arguments."""
    mismatch: Mismatch | None = None
    for signature in signatures:
        if not signature.fits(len(arguments)):
            continue
        try:
            converted = signature.convert(arguments)
        except Mismatch as error:
            mismatch = mismatch or error
            continue
        return _apply(name, signature, converted, run, position)
    _report(name, signatures, mismatch, len(arguments), run, position)
    return None


def _apply(name: str, signature: Signature, arguments: list[Any], run: Run, position: int) -> Any:
    run.spend(_PRICE)
    try:
        return signature.function(run, *arguments) if signature.with_run else signature.function(*arguments)
    except Invalid as error:
        run.warn(f"'{name}' geeft hier niets: {error.reason}" if error.reason else f"'{name}' geeft hier niets.", position)
    except (DecimalException, OverflowError, ValueError, ZeroDivisionError):
        run.warn(f"'{name}' heeft voor deze waarden geen uitkomst.", position)
    return None


def _report(name: str, signatures: list[Signature], mismatch: Mismatch | None, count: int, run: Run, position: int) -> None:
    usage = " of ".join(f"{name}({', '.join(signature.names)})" for signature in signatures)
    if mismatch is None:
        run.warn(f"'{name}' kan niet met {count} waarden.", position, f"Gebruik {usage}.")
    elif mismatch.value is not None:
        wanted = _DUTCH_TYPES.get(mismatch.wanted, mismatch.wanted)
        run.warn(f"'{name}' verwacht voor '{mismatch.parameter}' {wanted}, maar kreeg {dutch(mismatch.value)}.", position)


def _by_name(name: str, signatures: list[Signature]) -> Callable[[Run, Mapping[str, Any], int], Any]:
    def call(run: Run, arguments: Mapping[str, Any], position: int) -> Any:
        given = set(arguments)
        fitting = [one for one in signatures if given <= set(one.names) and set(one.names[: one.required]) <= given]
        if not fitting:
            usage = " of ".join(f"{name}({', '.join(one.names)})" for one in signatures)
            run.warn(f"'{name}' kent deze namen niet: {', '.join(arguments)}.", position, f"Gebruik {usage}.")
            return None
        names = fitting[0].names
        last = max((names.index(one) for one in given), default=-1)
        same = [one for one in fitting if one.names == names]
        return _first_fitting(name, same, [arguments.get(one) for one in names[: last + 1]], run, position)

    return call


def arities(name: str) -> list[tuple[int, float, tuple[str, ...]]]:
    """For each way to call a built-in: the least and the most arguments, and the names of its parameters."""
    return [(one.required, float("inf") if one.variadic else len(one.names), one.names) for one in _SIGNATURES[name]]
