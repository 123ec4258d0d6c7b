"""What is shown now: ``conditional.hide``, options and texts in FEEL, over the case's context and the answers of this form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from phu_runtime.errors import PhuError
from phu_runtime.feel import FeelError
from phu_runtime.formdefs.form import Component, Form
from phu_runtime.formdefs.values import YES_NO


class Answering(Mapping[str, Any]):
    """The case's context with the answers of this form before it: a field without an answer is null, whatever the case holds."""

    def __init__(self, answers: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        self.answers = answers
        self.context = context

    def __getitem__(self, name: str) -> Any:
        return self.answers[name] if name in self.answers else self.context[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self.context), **dict.fromkeys(self.answers)})

    def __len__(self) -> int:
        return len(set(self.context) | set(self.answers))

    def __contains__(self, name: object) -> bool:
        return name in self.answers or name in self.context


def shown_components(form: Form, answers: Mapping[str, Any], context: Mapping[str, Any]) -> set[str]:
    """Ids of the components that are shown. A hidden field's answer doesn't count in another's condition."""
    nothing: dict[str, Any] = dict.fromkeys(component.key for component in form.fields())
    shown = {component.id for component in form.every()}
    for _ in range(len(shown) + 1):
        known = {component.key: answers.get(component.key) for component in form.fields() if component.id in shown}
        now = set(_shown(form.components, Answering({**nothing, **known}, context)))
        if now == shown:
            break
        shown = now
    return shown


def _shown(components: Sequence[Component], answering: Answering) -> Iterator[str]:
    for component in components:
        if component.hide is None or evaluate(component.hide, answering, component) is not True:
            yield component.id
            yield from _shown(component.components, answering)


def options_of(component: Component, datum: Any, answers: Mapping[str, Any], context: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(code, label) of a choice: the form's own, else the dictionary's; ``valuesExpression`` gives codes, or contexts with
    value and label. Yes and no for ja_nee."""
    if component.options_expression is not None:
        found = evaluate(component.options_expression, Answering(answers, context), component)
        return [_option(item, datum) for item in (found if isinstance(found, list) else [])]
    if component.options:
        return list(component.options)
    return list(YES_NO) if datum.kind == "ja_nee" else list(datum.values.items())


def text_of(component: Component, answers: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """The text of a ``text`` component; one that starts with = is FEEL."""
    if component.text_expression is None:
        return component.text
    value = evaluate(component.text_expression, Answering(answers, context), component)
    return value if isinstance(value, str) else ""


def evaluate(expression: Any, answering: Mapping[str, Any], component: Component) -> Any:
    """The value of a form's expression. Raises PhuError (Dutch) that names the component."""
    try:
        return expression.evaluate(answering)
    except FeelError as error:
        raise PhuError(f"De formule bij '{component.key or component.id}' kan niet worden berekend: {error.message}") from error


def _option(item: Any, datum: Any) -> tuple[str, str]:
    if isinstance(item, Mapping):
        return str(item.get("value")), str(item.get("label") or item.get("value"))
    return str(item), str(datum.values.get(str(item), item))
