"""The names that expressions may use, and those they use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from phu_runtime.feel import FeelError, compile_expression
from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.syntax import Call, ContextLiteral, Filter, For, FunctionDefinition, Name, Node, Quantified, children

CALLABLE = frozenset({"termijn", "waarschuwing", "werkdagen", *BUILTINS})
PUBLIC = frozenset({"doorlopen", "gebeurtenissen", "nu", "partijen", "gemeente", "meldplicht"})
"""What every case has besides its data: ``start_casus`` and the topic ``kennisgeving`` set the last three."""

DERIVED_ONLY = frozenset({"dossier", "formulieren"})


def unknown_names(text: str, known: Iterable[str]) -> list[str]:
    """Names in a FEEL text (without ``=``) that nothing gives, in order; none when it cannot be read (that is another finding).

    Within a filter a name may be a member of the item, so nothing is said about it.
    """
    try:
        node = compile_expression(text).node
    except FeelError:
        return []
    given = frozenset(known)
    return list(dict.fromkeys(name for name in _free(node, frozenset()) if name not in given))


def closest(name: str, known: Iterable[str]) -> str:
    """What was probably meant, as advice."""
    meant = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
    return f"Bedoelt u '{meant[0]}'?" if meant else "Zet het in de gegevenslijst, of gebruik een naam die daarin staat."


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Name):
        if node.name not in bound and node.name not in ("?", "item", "partial"):
            yield node.name
        return
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in CALLABLE:
        for argument in (*node.arguments, *(value for _, value in node.named)):
            yield from _free(argument, bound)
    elif isinstance(node, Filter):
        yield from _free(node.source, bound)
    elif isinstance(node, For | Quantified):
        yield from _iterated(node, bound)
    elif isinstance(node, FunctionDefinition):
        yield from _free(node.body, bound | {name for name, _ in node.parameters})
    elif isinstance(node, ContextLiteral):
        for name, value in node.entries:
            yield from _free(value, bound)
            bound = bound | {name}
    else:
        for child in children(node):
            yield from _free(child, bound)


def _iterated(node: For | Quantified, bound: frozenset[str]) -> Iterator[str]:
    for iterator in node.iterators:
        yield from _free(iterator.source, bound)
        if iterator.end is not None:
            yield from _free(iterator.end, bound)
        bound = bound | {iterator.name}
    yield from _free(node.result if isinstance(node, For) else node.condition, bound)
