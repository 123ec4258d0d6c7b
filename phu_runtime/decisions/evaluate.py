"""All decisions of a release, and asking one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from phu_runtime.decisions import model
from phu_runtime.decisions.graph import DecisionNode, Linker, ServiceNode, add_functions, place
from phu_runtime.decisions.logic import Scope
from phu_runtime.decisions.outcome import DecisionFailed, Evaluation, Impossible, Outcome
from phu_runtime.decisions.reader import Unreadable, read_model
from phu_runtime.errors import Finding, NotFound, ReleaseInvalid
from phu_runtime.feel import Budget, FeelError, Function, compile_expression
from phu_runtime.feel.run import DEFAULT, Run
from phu_runtime.feel.types import coerce
from phu_runtime.feel.values import dutch, kind

_NOTHING: Mapping[str, Any] = {}
Functions = Mapping[str, Callable[..., Any]]


class Decisions:
    """The decisions of one release: parsed and compiled once, asked often, safe to share between threads.

    ``models`` are the files as read; ``nodes`` the compiled decisions by id.
    """

    def __init__(self, models: list[model.Model]) -> None:
        self.models = models
        linker = Linker(models, self._service_function)
        linker.link()
        self.findings = linker.findings
        self.nodes = linker.decisions
        self.services = linker.services
        self._by_name = {node.decision.label: node for node in self.nodes.values()}

    def __contains__(self, name: object) -> bool:
        return name in self.nodes or name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def node(self, name: str) -> DecisionNode:
        """The decision with this id, or with this name. Raises NotFound."""
        found = self.nodes.get(name) or self._by_name.get(name)
        if found is None:
            known = ", ".join(sorted(self.nodes)) or "geen"
            raise NotFound(f"De beslissing '{name}' bestaat niet. Wel: {known}.")
        return found

    def input_values(self, name: str, column: str) -> frozenset[str]:
        """The texts that an input column of a decision table declares as its values; empty when it declares none."""
        logic = self.node(name).decision.logic
        table = logic if isinstance(logic, model.Table) else None
        found: set[str] = set()
        for clause in table.inputs if table is not None else ():
            if column == clause.expression.strip() and clause.values:
                values = compile_expression(f"[{clause.values}]").evaluate({})
                found.update(value for value in values or () if isinstance(value, str))
        return frozenset(found)

    def evaluate(
        self,
        name: str,
        context: Mapping[str, Any],
        functions: Functions = _NOTHING,
        *,
        strict: bool = True,
        budget: Budget | None = None,
    ) -> Outcome:
        """Take the decision with the id (or name) ``name`` on the FEEL values of ``context``.

        ``context`` is asked name by name and never copied. With ``strict`` (the default) a table without an answer raises
        DecisionFailed; without it the value is null, as DMN has it, and the outcome's ``warnings`` say why.
        Raises NotFound for an unknown decision.
        """
        run = Evaluation(context, functions, budget or DEFAULT, [])
        run.strict = strict
        return _Walk(run).decide(self.node(name), context)

    def evaluate_service(self, name: str, context: Mapping[str, Any], *, strict: bool = True) -> dict[str, Outcome]:
        """The output decisions of a decision service, by name, on what ``context`` gives it. Raises NotFound, DecisionFailed."""
        service = next((one for one in self.services.values() if name in (one.service.id, one.service.name)), None)
        if service is None:
            raise NotFound(f"De beslisdienst '{name}' bestaat niet.")
        run = Evaluation(context, _NOTHING, DEFAULT, [])
        run.strict = strict
        given: dict[str, Any] = {}
        for parameter, wanted in service.parameters:
            value = context.get(parameter)
            given[parameter] = coerce(value, wanted)[0] if wanted else value
        walk = _Walk(run, set(given))
        outcomes = {node.decision.name: walk.decide(node, given) for node in service.outputs}
        if service.type is not None and len(outcomes) == 1:
            (only, outcome), = outcomes.items()
            if not coerce(outcome.value, service.type)[1]:
                outcomes[only] = Outcome(outcome.decision, {only: None}, None, outcome.inputs)
        return outcomes

    def _service_function(self, service: ServiceNode) -> Function:
        """A decision service as a function (10.3.2.13.3): it sees nothing but what it is given."""
        names = tuple(name for name, _ in service.parameters)

        def call(run: Run, arguments: list[Any], position: int) -> Any:
            if len(arguments) != len(names):
                run.warn(f"De beslisdienst '{service.service.name}' verwacht {len(names)} waarden.", position)
                return None
            given: dict[str, Any] = {}
            for (name, wanted), value in zip(service.parameters, arguments, strict=True):
                given[name] = coerce(value, wanted)[0] if wanted else value
            run.enter()
            try:
                walk = _Walk(run, set(given))
                values = {node.decision.name: walk.decide(node, given).value for node in service.outputs}
            finally:
                run.depth += 1
            result = next(iter(values.values())) if len(values) == 1 else values
            return coerce(result, service.type)[0] if service.type else result

        return Function(service.service.name, names, call, types=tuple(wanted for _, wanted in service.parameters))


class _Walk:
    """One walk over the graph: each decision is taken once. ``given``: decisions whose value the caller supplies by name."""

    def __init__(self, run: Run, given: set[str] | None = None) -> None:
        self.run = run
        self.given = given or set()
        self.taken: dict[int, Outcome] = {}

    def decide(self, node: DecisionNode, context: Mapping[str, Any]) -> Outcome:
        """The outcome of a decision, from its requirements up. Raises DecisionFailed."""
        known = self.taken.get(id(node))
        if known is None:
            known = self.taken[id(node)] = self._decide(node, context)
        return known

    def _decide(self, node: DecisionNode, context: Mapping[str, Any]) -> Outcome:
        required = [
            (prefix, needed, self.decide(needed, context)) for prefix, needed in node.decisions if needed.decision.name not in self.given
        ]
        scope = self._scope(node, context, required)
        run = self.run
        before = len(run.warnings or ())
        try:
            if node.table is not None:
                outcome = self._by_table(node, scope)
            else:
                outcome = self._by_logic(node, scope)
        except Impossible as error:
            raise DecisionFailed(node.decision.id, error.reason, error.inputs) from error
        except FeelError as error:
            raise DecisionFailed(node.decision.id, f"De beslissing '{node.decision.name}' lukt niet: {error.message}") from error
        outcome.required.extend(one for _, _, one in required)
        outcome.warnings.extend(str(one) for one in (run.warnings or [])[before:])
        return outcome

    def _scope(
        self, node: DecisionNode, context: Mapping[str, Any], required: list[tuple[str, DecisionNode, Outcome]]
    ) -> Mapping[str, Any]:
        """The names that the decision sees: what it requires over what the caller gave."""
        types = {name: wanted for prefix, name, wanted in node.inputs if wanted is not None and not prefix}
        imported = [(prefix, name) for prefix, name, _ in node.inputs if prefix]
        if not required and not node.knowledge and not types and not imported:
            return context
        own: dict[str, Any] = {}
        for prefix, needed, outcome in required:
            place(own, prefix, needed.decision.name, outcome.value)
        for prefix, name in imported:
            place(own, prefix, name, context.get(name))
        add_functions(own, node.knowledge)
        return Scope(context, own, types)

    def _by_table(self, node: DecisionNode, scope: Mapping[str, Any]) -> Outcome:
        assert node.table is not None
        decided = node.table.decide(scope, self.run)
        value, outputs = decided.value, decided.outputs
        if node.type is not None:
            value = self._typed(node, value)
            if value is None and decided.value is not None:
                outputs = dict.fromkeys(node.table.names)
        return Outcome(
            node.decision.id,
            outputs,
            value,
            decided.inputs,
            decided.rules,
            notes=decided.notes,
            label=node.decision.label,
            deciding=decided.deciding,
            tabular=True,
        )

    def _by_logic(self, node: DecisionNode, scope: Mapping[str, Any]) -> Outcome:
        value = self._typed(node, node.closure(scope, self.run) if node.closure else None)
        outputs = value if kind(value) == "context" else {node.decision.name: value}
        inputs = {name: scope[name] for name in node.asked if name in scope and kind(scope[name]) != "function"}
        return Outcome(node.decision.id, outputs, value, inputs, label=node.decision.label)

    def _typed(self, node: DecisionNode, value: Any) -> Any:
        """The value as the type of the decision's variable; null with a warning where that fails."""
        if node.type is None:
            return value
        fitting, well = coerce(value, node.type)
        if not well:
            wanted = node.type.name or node.type.kind
            self.run.warn(f"De uitkomst van '{node.decision.name}' is {dutch(value)} en past niet bij het type '{wanted}'.", 0)
        return fitting


def read_models(files: Mapping[str, bytes]) -> Decisions:
    """All decisions of the files, also when something is wrong with them: see ``findings``. Raises ReleaseInvalid for no DMN."""
    models, findings = [], list[Finding]()
    for file, content in files.items():
        try:
            models.append(read_model(file, content))
        except Unreadable as error:
            findings.append(error.finding)
    if findings:
        raise ReleaseInvalid(findings)
    return Decisions(models)


def read_decisions(files: Mapping[str, bytes]) -> Decisions:
    """All decisions of a release's ``.dmn`` files (name → content). Raises ReleaseInvalid with every finding at once."""
    decisions = read_models(files)
    if decisions.findings:
        raise ReleaseInvalid(decisions.findings)
    return decisions
