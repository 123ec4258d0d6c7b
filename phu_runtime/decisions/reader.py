"""From the XML of a ``.dmn`` file to a ``Model`` (DMN 1.1–1.5), safely: no DTD, no entities, no network, a limit on size."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from phu_runtime.decisions import model
from phu_runtime.decisions.boxed import child, children, local, read_logic, text_of, variable_of
from phu_runtime.errors import Finding

NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    )
)
LARGEST_FILE = 5_000_000
_Elements = Iterator[etree._Element]


class Unreadable(Exception):  # noqa: N818
    """A file that is no DMN model; ``finding`` says why."""

    def __init__(self, file: str, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.finding = Finding(file, "", message, advice)


def read_model(file: str, content: bytes) -> model.Model:
    """The model in a file. Raises Unreadable."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(file, "Het bestand is groter dan 5 MB.", "Verdeel de tabellen over meer bestanden.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(file, "Het bestand is geen geldige XML.", "Open het in dmn-js en bewaar het opnieuw.") from error
    if b"<!DOCTYPE" in content:
        raise Unreadable(file, "Het bestand heeft een DOCTYPE; dat is niet toegestaan.", "Haal de regel met <!DOCTYPE weg.")
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise Unreadable(file, "Dit is geen DMN-bestand (versie 1.1 tot en met 1.6).", "Bewaar de tabel als DMN 1.3.")
    return model.Model(
        file=file,
        namespace=root.get("namespace", ""),
        name=root.get("name", ""),
        decisions=[_decision(element) for element in children(root, "decision")],
        inputs=[model.InputData(_id(element), *variable_of(element)) for element in children(root, "inputData")],
        knowledge=[_knowledge(element) for element in children(root, "businessKnowledgeModel")],
        services=[_service(element) for element in children(root, "decisionService")],
        types=[_type(element) for element in children(root, "itemDefinition")],
        imports={element.get("name", ""): element.get("namespace", "") for element in children(root, "import")},
    )


def _id(element: etree._Element) -> str:
    return str(element.get("id") or element.get("name") or "")


def _hrefs(element: etree._Element, requirement: str, required: str) -> list[str]:
    """The hrefs of one kind of requirement."""
    found = []
    for outer in children(element, requirement):
        for inner in children(outer, required):
            found.append(inner.get("href", ""))
    return found


def _decision(element: etree._Element) -> model.Decision:
    name, of_type = variable_of(element)
    return model.Decision(
        id=_id(element),
        name=name,
        label=element.get("name", "") or _id(element),
        type=of_type,
        logic=read_logic(element),
        decisions=_hrefs(element, "informationRequirement", "requiredDecision"),
        inputs=_hrefs(element, "informationRequirement", "requiredInput"),
        knowledge=_hrefs(element, "knowledgeRequirement", "requiredKnowledge"),
        question=text_of(child(element, "question"), own=True),
        documentation=text_of(child(element, "description"), own=True),
    )


def _knowledge(element: etree._Element) -> model.Knowledge:
    name, of_type = variable_of(element)
    encapsulated = child(element, "encapsulatedLogic")
    function = None
    if encapsulated is not None:
        parameters = [(one.get("name", ""), _type_ref(one)) for one in children(encapsulated, "formalParameter")]
        kind = encapsulated.get("kind", "FEEL")
        function = model.FunctionDefinition(parameters, read_logic(encapsulated), kind, _type_ref(encapsulated))
    return model.Knowledge(_id(element), name, of_type, function, _hrefs(element, "knowledgeRequirement", "requiredKnowledge"))


def _service(element: etree._Element) -> model.DecisionService:
    def hrefs(of: str) -> list[str]:
        return [one.get("href", "") for one in children(element, of)]

    return model.DecisionService(
        _id(element),
        *variable_of(element),
        hrefs("outputDecision"),
        hrefs("encapsulatedDecision"),
        hrefs("inputDecision"),
        hrefs("inputData"),
    )


def _type_ref(element: etree._Element) -> str:
    return str(element.get("typeRef") or text_of(child(element, "typeRef"), own=True))


def _type(element: etree._Element) -> model.ItemDefinition:
    function = child(element, "functionItem")
    signature = None
    if function is not None:
        parameters = [one.get("typeRef", "Any") for one in children(function, "parameters")]
        signature = (parameters, function.get("outputTypeRef", "Any"))
    constraint = child(element, "allowedValues")
    if constraint is None:
        constraint = child(element, "typeConstraint")
    return model.ItemDefinition(
        name=element.get("name", ""),
        type=_type_ref(element),
        collection=element.get("isCollection") == "true",
        allowed=text_of(constraint),
        components=[_type(one) for one in children(element, "itemComponent")],
        function=signature,
    )


__all__ = ["NAMESPACES", "Unreadable", "local", "read_model"]
