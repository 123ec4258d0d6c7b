"""Reading boxed expressions (DMN 1.5, chapter 10.2) and decision tables (chapter 8) from XML."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from phu_runtime.decisions import model

_Element = etree._Element


def local(element: _Element) -> str:
    """The name of an element without its namespace, "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: _Element, name: str) -> list[_Element]:
    """The direct children with a local name."""
    return [one for one in element if local(one) == name]


def child(element: _Element, name: str) -> _Element | None:
    """The first direct child with a local name."""
    return next((one for one in element if local(one) == name), None)


def text_of(element: _Element | None, *, own: bool = False) -> str:
    """The stripped text of an element's ``text`` child, or of the element itself with ``own``."""
    inner = element if own or element is None else child(element, "text")
    return "" if inner is None else (inner.text or "").strip()


def variable_of(element: _Element) -> tuple[str, str]:
    """The name and type of an element's variable; without one the element's own name."""
    variable = child(element, "variable")
    own = str(element.get("name") or "")
    if variable is None:
        return own or str(element.get("id") or ""), ""
    return str(variable.get("name") or own), str(variable.get("typeRef") or "")


def read_logic(element: _Element | None) -> model.Logic | None:
    """The first boxed expression among the children of an element."""
    if element is None:
        return None
    for one in element:
        reader = _READERS.get(local(one))
        if reader is not None:
            return reader(one)
    return None


def _logic(element: _Element) -> model.Logic | None:
    reader = _READERS.get(local(element))
    return reader(element) if reader else None


def _part(element: _Element, name: str) -> model.Logic | None:
    return read_logic(child(element, name))


def _literal(element: _Element) -> model.Literal:
    return model.Literal(text_of(element), element.get("typeRef", ""), element.get("id", ""))


def _context(element: _Element) -> model.Context:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name, of_type = ("", "") if variable is None else (variable.get("name", ""), variable.get("typeRef", ""))
        entries.append(model.Entry(name, of_type, read_logic(entry)))
    return model.Context(entries, element.get("typeRef", ""))


def _list(element: _Element) -> model.ListOf:
    items = [logic for logic in (_logic(one) for one in element) if logic is not None]
    return model.ListOf(items, element.get("typeRef", ""))


def _relation(element: _Element) -> model.Relation:
    columns = [one.get("name", "") for one in children(element, "column")]
    rows = [[logic for logic in (_logic(cell) for cell in row) if logic is not None] for row in children(element, "row")]
    return model.Relation(columns, rows, element.get("typeRef", ""))


def _invocation(element: _Element) -> model.Invocation:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        bindings.append(("" if parameter is None else parameter.get("name", ""), read_logic(binding)))
    return model.Invocation(read_logic(element), bindings, element.get("typeRef", ""))


def _function(element: _Element) -> model.FunctionDefinition:
    parameters = [(one.get("name", ""), one.get("typeRef", "")) for one in children(element, "formalParameter")]
    return model.FunctionDefinition(parameters, read_logic(element), element.get("kind", "FEEL"), element.get("typeRef", ""))


def _conditional(element: _Element) -> model.Conditional:
    return model.Conditional(_part(element, "if"), _part(element, "then"), _part(element, "else"), element.get("typeRef", ""))


def _filter(element: _Element) -> model.FilterOf:
    return model.FilterOf(_part(element, "in"), _part(element, "match"), element.get("typeRef", ""))


def _iteration(element: _Element) -> model.Iteration:
    kind = local(element)
    body = _part(element, "return" if kind == "for" else "satisfies")
    return model.Iteration(kind, element.get("iteratorVariable", ""), _part(element, "in"), body, element.get("typeRef", ""))


def _table(element: _Element) -> model.Table:
    return model.Table(
        element=element.get("id", ""),
        policy=element.get("hitPolicy", "UNIQUE").upper().replace("_", " "),
        aggregation=element.get("aggregation", ""),
        inputs=[_input(one) for one in children(element, "input")],
        outputs=[_output(one, element) for one in children(element, "output")],
        rules=[_rule(one) for one in children(element, "rule")],
        annotations=[one.get("name", "") for one in children(element, "annotation")],
        type=element.get("typeRef", ""),
    )


def _input(element: _Element) -> model.Input:
    expression = child(element, "inputExpression")
    return model.Input(
        element=element.get("id", ""),
        label=element.get("label", "") or text_of(expression),
        expression=text_of(expression),
        type="" if expression is None else expression.get("typeRef", ""),
        values=text_of(child(element, "inputValues")),
    )


def _output(element: _Element, table: _Element) -> model.Output:
    return model.Output(
        element=element.get("id", ""),
        name=element.get("name", ""),
        label=element.get("label", "") or element.get("name", "") or table.get("outputLabel", ""),
        type=element.get("typeRef", ""),
        values=text_of(child(element, "outputValues")),
        default=text_of(child(element, "defaultOutputEntry")),
    )


def _rule(element: _Element) -> model.Rule:
    notes = [text_of(one) for one in children(element, "annotationEntry")]
    description = text_of(child(element, "description"), own=True)
    return model.Rule(
        element=element.get("id", ""),
        tests=[text_of(one) for one in children(element, "inputEntry")],
        outputs=[text_of(one) for one in children(element, "outputEntry")],
        annotations=[note for note in (*notes, description) if note],
    )


_READERS: dict[str, Callable[[_Element], model.Logic]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _table,
}
