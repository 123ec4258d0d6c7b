"""YAML that remembers on which line each mapping began, so that a difference can be found back."""

from __future__ import annotations

from typing import Any

import yaml


class Marked(dict[str, Any]):
    """A mapping of a YAML file; ``line`` counts from 1."""

    line: int = 0


class _Loader(yaml.SafeLoader):
    """SafeLoader whose mappings are ``Marked``; the same key twice is refused."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Marked:
    found = Marked()
    found.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' staat er twee keer", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(content: bytes) -> Any:
    """The contents of a YAML file. Raises yaml.YAMLError."""
    return yaml.load(content, Loader=_Loader)
