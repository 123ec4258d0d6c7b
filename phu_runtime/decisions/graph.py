"""The requirement graph (DMN 1.5, 6.2 and 10.4): what each element of all files needs, found and checked once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.decisions import model
from phu_runtime.decisions.logic import Closure, Compilation, compile_function, compile_logic
from phu_runtime.decisions.tables import CompiledTable, compile_table
from phu_runtime.decisions.types import Types
from phu_runtime.errors import Finding
from phu_runtime.feel import Function
from phu_runtime.feel.syntax import names_in
from phu_runtime.feel.types import Type


@dataclass
class DecisionNode:
    """A decision, compiled: a table or other logic, and the decisions, inputs and functions it needs (with their prefix)."""

    decision: model.Decision
    file: str
    namespace: str
    type: Type | None
    table: CompiledTable | None = None
    closure: Closure | None = None
    asked: list[str] = field(default_factory=list)
    decisions: list[tuple[str, DecisionNode]] = field(default_factory=list)
    inputs: list[tuple[str, str, Type | None]] = field(default_factory=list)
    knowledge: list[tuple[str, str, Callable[[], Function | None]]] = field(default_factory=list)


@dataclass
class ServiceNode:
    """A decision service: its output decisions, and the names (with types) of what it is given."""

    service: model.DecisionService
    type: Type | None
    outputs: list[DecisionNode]
    parameters: list[tuple[str, Type | None]]


@dataclass
class KnowledgeNode:
    """A business knowledge model: makes its function when first asked."""

    knowledge: model.Knowledge
    function_in: Callable[[Mapping[str, Any]], Function] | None
    needs: list[tuple[str, str, Callable[[], Function | None]]] = field(default_factory=list)
    made: Function | None = None

    def function(self) -> Function | None:
        """The function, its body seeing only its own parameters and the functions it requires."""
        if self.made is None and self.function_in is not None:
            names: dict[str, Any] = {}
            self.made = self.function_in(names)
            add_functions(names, self.needs)
        return self.made


def add_functions(names: dict[str, Any], needs: Sequence[tuple[str, str, Callable[[], Function | None]]]) -> None:
    """Put required functions under their names, those of an imported model under the import's."""
    for prefix, name, function in needs:
        place(names, prefix, name, function())


def place(names: dict[str, Any], prefix: str, name: str, value: Any) -> None:
    """``names[name]``, or ``names[prefix][name]`` for something of an imported model."""
    if prefix:
        names.setdefault(prefix, {})[name] = value
    else:
        names[name] = value


class Linker:
    """Compiles all models together and ties their requirements; ``findings`` gathers what is wrong."""

    def __init__(self, models: Sequence[model.Model], service_function: Callable[[ServiceNode], Function]) -> None:
        self.models = models
        self.findings: list[Finding] = []
        self.decisions: dict[str, DecisionNode] = {}
        self.services: dict[str, ServiceNode] = {}
        self._service_function = service_function
        self._types: dict[str, Types] = {}
        self._found: dict[tuple[str, str], tuple[model.Model, Any]] = {}
        self._knowledge: dict[tuple[str, str], KnowledgeNode] = {}
        self._nodes: dict[tuple[str, str], DecisionNode] = {}
        self._own: dict[tuple[str, str], Any] = {}

    def link(self) -> None:
        """Do it all."""
        for one in self.models:
            self._register(one)
        compilations = [Compilation(one.file, self._names(one), self._types_of(one), self.findings) for one in self.models]
        for one, to in zip(self.models, compilations, strict=True):
            self._compile(one, to)
        for one, to in zip(self.models, compilations, strict=True):
            self._tie(one, to)
        self._check_cycles()

    def _register(self, one: model.Model) -> None:
        for element in _elements(one):
            key = (one.namespace, element.id)
            taken = key in self._found and self._found[key][0] is not one
            # Modellers give every file the same namespace, so files may share ids of input data; what is asked by id may not.
            if taken and not isinstance(element, model.InputData):
                what = f"Het id '{element.id}' komt in meer bestanden voor."
                self.findings.append(Finding(one.file, element.id, what, "Geef er een ander id aan."))
            self._found.setdefault(key, (one, element))
            self._own[one.file, element.id] = element

    def _names(self, one: model.Model) -> frozenset[str]:
        """Every name that an expression of this model may use; those of imported models count too."""
        names: set[str] = set(one.imports)
        for other in [one, *(found for found in self.models if found.namespace in one.imports.values())]:
            names.update(element.name for element in _elements(other))
            for definition in other.types:
                names.update(_component_names(definition))
            for decision in other.decisions:
                names.update(_inner_names(decision.logic))
            for knowledge in other.knowledge:
                names.update(_inner_names(knowledge.function))
        names.discard("")
        return frozenset(names)

    def _types_of(self, one: model.Model) -> Types:
        known = self._types.get(one.file)
        if known is None:
            imported: dict[str, Types] = {}
            known = self._types[one.file] = Types(one, imported)
            imported.update({name: self._types_of(other) for name, other in self._imported(one)})
            known.all()
            for name, problem in known.problems:
                self.findings.append(Finding(one.file, name, problem))
        return known

    def _imported(self, one: model.Model) -> list[tuple[str, model.Model]]:
        found = []
        for name, namespace in one.imports.items():
            found += [(name, other) for other in self.models if other.namespace == namespace and other is not one]
        return found

    def _compile(self, one: model.Model, to: Compilation) -> None:
        for decision in one.decisions:
            to.element = decision.id
            node = DecisionNode(decision, one.file, one.namespace, to.type(decision.type))
            if isinstance(decision.logic, model.Table):
                node.table = compile_table(decision.logic, to, decision.name)
            else:
                node.closure = compile_logic(decision.logic, to, decision.name)
                node.asked = _asked(decision.logic, to)
            self._nodes[one.namespace, decision.id] = node
            if decision.id in self.decisions and self.decisions[decision.id].file != one.file:
                other = self.decisions[decision.id].file
                to.problem(f"De beslissing '{decision.id}' staat ook in '{other}'.", "Geef een van de twee een ander id.")
            self.decisions[decision.id] = node
        for knowledge in one.knowledge:
            to.element = knowledge.id
            function_in = compile_function(knowledge.function, to, knowledge.name) if knowledge.function else None
            self._knowledge[one.namespace, knowledge.id] = KnowledgeNode(knowledge, function_in)

    def _tie(self, one: model.Model, to: Compilation) -> None:
        for decision in one.decisions:
            to.element = decision.id
            node = self._nodes[one.namespace, decision.id]
            for href in decision.decisions:
                found = self._resolve(one, href, to, model.Decision)
                if found:
                    node.decisions.append((self._prefix(one, found[0]), self._nodes[found[0].namespace, found[1].id]))
            for href in decision.inputs:
                found = self._resolve(one, href, to, model.InputData)
                if found:
                    node.inputs.append((self._prefix(one, found[0]), found[1].name, self._types_of(found[0]).named(found[1].type)))
            node.knowledge = self._functions(one, decision.knowledge, to)
        for knowledge in one.knowledge:
            to.element = knowledge.id
            self._knowledge[one.namespace, knowledge.id].needs = self._functions(one, knowledge.knowledge, to)
        for service in one.services:
            to.element = service.id
            self.services[service.id] = self._service(one, service, to)

    def _functions(
        self, one: model.Model, hrefs: Sequence[str], to: Compilation
    ) -> list[tuple[str, str, Callable[[], Function | None]]]:
        needs: list[tuple[str, str, Callable[[], Function | None]]] = []
        for href in hrefs:
            found = self._resolve(one, href, to, model.Knowledge, model.DecisionService)
            if found is None:
                continue
            owner, element = found
            if isinstance(element, model.Knowledge):
                function = self._knowledge[owner.namespace, element.id].function
            else:
                function = self._called_service(owner, element, to)
            needs.append((self._prefix(one, owner), element.name, function))
        return needs

    def _called_service(self, owner: model.Model, service: model.DecisionService, to: Compilation) -> Callable[[], Function | None]:
        return lambda: self._service_function(self.services.get(service.id) or self._service(owner, service, to))

    def _service(self, one: model.Model, service: model.DecisionService, to: Compilation) -> ServiceNode:
        outputs = []
        for href in service.outputs:
            found = self._resolve(one, href, to, model.Decision)
            if found:
                outputs.append(self._nodes[found[0].namespace, found[1].id])
        parameters: list[tuple[str, Type | None]] = []
        for href in (*service.inputs, *service.input_decisions):
            given = self._resolve(one, href, to, model.InputData, model.Decision)
            if given:
                parameters.append((given[1].name, self._types_of(given[0]).named(given[1].type)))
        return ServiceNode(service, to.type(service.type), outputs, parameters)

    def _prefix(self, one: model.Model, owner: model.Model) -> str:
        """The name under which ``one`` imported ``owner``, "" for itself and for the other files of a release."""
        return next((name for name, namespace in one.imports.items() if namespace == owner.namespace and owner is not one), "")

    def _resolve(self, one: model.Model, href: str, to: Compilation, *kinds: type) -> tuple[model.Model, Any] | None:
        """What an href points at: in this model, in the model of its namespace, or (a release is one whole) in any file."""
        namespace, _, name = href.rpartition("#")
        key = (namespace or one.namespace, name)
        own = self._own.get((one.file, name)) if key[0] == one.namespace else None
        found = (one, own) if own is not None else self._found.get(key)
        if found is None or (not namespace and found[0] is not one and key not in self._found):
            found = next((value for (_, other), value in self._found.items() if other == name and not namespace), None)
        if found is None or not isinstance(found[1], kinds):
            to.problem(f"'{name}' is nodig maar bestaat niet in de bestanden.", "Teken de pijl opnieuw of voeg het bestand toe.")
            return None
        return found

    def _check_cycles(self) -> None:
        done: set[int] = set()

        def visit(node: DecisionNode, path: tuple[int, ...]) -> None:
            if id(node) in path:
                name = node.decision.id
                self.findings.append(Finding(node.file, name, f"De beslissing '{name}' heeft zichzelf nodig.", "Haal een pijl weg."))
                return
            if id(node) not in done:
                for _, needed in node.decisions:
                    visit(needed, (*path, id(node)))
                done.add(id(node))

        for node in self._nodes.values():
            visit(node, ())


_Element = model.Decision | model.InputData | model.Knowledge | model.DecisionService


def _elements(one: model.Model) -> list[_Element]:
    """Everything in a model that has a name of its own."""
    return [*one.decisions, *one.inputs, *one.knowledge, *one.services]


def _asked(logic: model.Logic | None, to: Compilation) -> list[str]:
    """The names that a literal expression mentions."""
    if not isinstance(logic, model.Literal) or not logic.text:
        return []
    known = len(to.findings)
    expression = to.expression(logic.text, "")
    del to.findings[known:]
    return names_in(expression.node) if expression else []


def _component_names(definition: model.ItemDefinition) -> set[str]:
    names = {definition.name}
    for component in definition.components:
        names |= _component_names(component)
    return names


def _inner_names(logic: model.Logic | None) -> set[str]:
    """Names that a boxed expression declares inside: entries, parameters, columns, outputs, iterators."""
    names: set[str] = set()
    if isinstance(logic, model.Context):
        for entry in logic.entries:
            names |= {entry.name} | _inner_names(entry.logic)
    elif isinstance(logic, model.FunctionDefinition):
        names |= {name for name, _ in logic.parameters} | _inner_names(logic.body)
    elif isinstance(logic, model.Relation):
        names |= set(logic.columns)
    elif isinstance(logic, model.Table):
        names |= {output.name for output in logic.outputs}
    elif isinstance(logic, model.Iteration):
        names |= {logic.variable} | _inner_names(logic.source) | _inner_names(logic.body)
    elif isinstance(logic, model.FilterOf):
        names |= _inner_names(logic.source) | _inner_names(logic.match)
    elif isinstance(logic, model.Conditional):
        names |= _inner_names(logic.condition) | _inner_names(logic.then) | _inner_names(logic.otherwise)
    elif isinstance(logic, model.ListOf):
        for item in logic.items:
            names |= _inner_names(item)
    elif isinstance(logic, model.Invocation):
        names |= {name for name, _ in logic.bindings}
        for _, value in logic.bindings:
            names |= _inner_names(value)
    return names
