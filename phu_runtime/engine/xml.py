"""Reading XML that strangers may have written: no DTD, no entities, no network, bounded size."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from phu_runtime.errors import Finding, ReleaseInvalid

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
LARGEST = 2 * 1024 * 1024


def parse_xml(file: str, content: bytes) -> Any:
    """The root element. Raises ReleaseInvalid with one finding that says why the file cannot be read."""
    if len(content) > LARGEST:
        raise ReleaseInvalid([Finding(file, "", "Het bestand is te groot.", "Splits de tekening.")])
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        found = Finding(file, "", f"Het bestand is geen geldige XML (regel {error.lineno}).", "Open en bewaar het opnieuw.")
        if "depth" in str(error.msg):
            found = Finding(file, "", "Het bestand is geen geldige XML: het is te diep genest.", "Maak de tekening opnieuw.")
        raise ReleaseInvalid([found]) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise ReleaseInvalid([Finding(file, "", "Het bestand heeft een DTD. Dat is niet toegestaan.", "Haal de regel <!DOCTYPE weg.")])
    return root


def local_name(node: Any) -> str:
    """``userTask`` of ``{…}userTask``; "" for anything outside the BPMN namespace."""
    return _local(node.tag)


@lru_cache(maxsize=1024)
def _local(tag: Any) -> str:
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""
