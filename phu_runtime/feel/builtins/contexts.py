"""Context functions (DMN 1.5, 10.3.4.10, Table 81)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.run import Run
from phu_runtime.feel.values import kind


@builtin("get value(m: context, key: string)")
def get_value(context: Mapping[str, Any], key: str) -> Any:
    if key not in context:
        raise Invalid(f"de context heeft geen onderdeel '{key}'.")
    return context[key]


@builtin("get value(context: context, keys: list)")
def get_nested_value(context: Mapping[str, Any], keys: list[Any]) -> Any:
    value: Any = context
    for key in keys:
        if kind(value) != "context" or key not in value:
            raise Invalid("de context heeft dit onderdeel niet.")
        value = value[key]
    return value if keys else None


@builtin("get entries(m: context)", with_run=True)
def get_entries(run: Run, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    run.sized(len(context))
    return [{"key": key, "value": context[key]} for key in context]


@builtin("context(entries: list)", with_run=True)
def context_of(run: Run, entries: list[Any]) -> dict[str, Any]:
    run.sized(len(entries))
    made: dict[str, Any] = {}
    for entry in entries:
        if kind(entry) != "context" or "key" not in entry or "value" not in entry or not isinstance(entry["key"], str):
            raise Invalid("elk onderdeel van de lijst heeft een 'key' (tekst) en een 'value'.")
        if entry["key"] in made:
            raise Invalid(f"de naam '{entry['key']}' komt twee keer voor.")
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any)", with_run=True)
def context_put(run: Run, context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    return _with(run, context, key, value)


def _with(run: Run, context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.sized(len(context) + 1)
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)", with_run=True)
def context_put_nested(run: Run, context: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Invalid("de weg naar het onderdeel is een lijst met namen.")
    return _with_nested(run, context, keys, value)


def _with_nested(run: Run, context: Mapping[str, Any], keys: list[str], value: Any) -> dict[str, Any]:
    first, *rest = keys
    if not rest:
        return _with(run, context, first, value)
    inside: Any = context.get(first)
    if kind(inside) != "context":
        raise Invalid(f"'{first}' is geen context.")
    return _with(run, context, first, _with_nested(run, inside, rest, value))


@builtin("context merge(contexts: list)", with_run=True)
def context_merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for context in contexts:
        if kind(context) != "context":
            raise Invalid("de lijst bevat iets dat geen context is.")
        run.sized(len(context))
        merged.update(context)
    return merged
