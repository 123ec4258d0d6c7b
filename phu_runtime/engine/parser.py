"""From BPMN XML to SpiffWorkflow's specs, with our own classes and nothing of its Python."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser import event_parsers as events
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import CallActivityParser, ConditionalGatewayParser, GatewayParser, SubWorkflowParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, IntermediateCatchEvent, IntermediateThrowEvent, ReceiveTask, StartEvent

from phu_runtime.engine import activities as ours
from phu_runtime.engine.events import EdgeEvent, Error, Escalation, FirstEvent, FirstOf, Message, Signal, Terminate, Timer
from phu_runtime.engine.loops import CaseVariable, Items, ParallelInstances, RepeatedTask, SequentialInstances
from phu_runtime.engine.xml import BPMN, CAMUNDA

_TIMES = ("timeDate", "timeDuration", "timeCycle")


class _Repeats(TaskParser):  # type: ignore[misc]
    """Loops and multi-instance: conditions and collections are FEEL over the case's variables."""

    STANDARD_LOOP_CLASS = RepeatedTask
    task: Any

    def _add_multiinstance_task(self, loop_characteristics: Any) -> None:
        node = loop_characteristics
        counted = _text(node, "loopCardinality")
        collection = node.get(CAMUNDA + "collection") or _text(node, "loopDataInputRef")
        item = node.get(CAMUNDA + "elementVariable") or _id(node, "inputDataItem")
        output, answer = _text(node, "loopDataOutputRef"), _id(node, "outputDataItem")
        original = self.spec.task_specs.pop(self.task.name)
        kind = SequentialInstances if node.get("isSequential") == "true" else ParallelInstances
        self.task = kind(
            self.spec,
            original.name,
            task_spec="",
            data_input=Items(counted or collection, counted=bool(counted)),
            data_output=CaseVariable(output) if output else None,
            input_item=TaskDataReference(item) if item else None,
            output_item=TaskDataReference(answer) if answer else None,
            condition=_text(node, "completionCondition") or None,
            lane=original.lane,
        )
        self._copy_task_attrs(original, node)


def _text(node: Any, tag: str) -> str:
    found = node.find(BPMN + tag)
    return (found.text or "").strip() if found is not None else ""


def _id(node: Any, tag: str) -> str:
    found = node.find(BPMN + tag)
    return found.get("id", "") if found is not None else ""


class _Events(_Repeats):
    """Event definitions of ours in the place of SpiffWorkflow's."""

    node: Any
    process_parser: Any

    def parse_message_event(self, message_event: Any) -> Message:
        name = self.process_parser.parser.messages.get(message_event.get("messageRef"))
        return Message(name or "", message_event.get(CAMUNDA + "resultVariable", ""))

    def parse_timer_event(self, event: Any) -> Timer:
        found = next(child for tag in _TIMES for child in event.findall(BPMN + tag))
        return Timer(self.node.get("name") or self.node.get("id"), (found.text or "").strip())

    def parse_escalation_event(self, escalation_event: Any) -> Escalation:
        known = self.process_parser.parser.escalations.get(escalation_event.get("escalationRef"), {})
        return Escalation(known.get("name"), known.get("escalation_code"))

    def parse_error_event(self, error_event: Any) -> Error:
        known = self.process_parser.parser.errors.get(error_event.get("errorRef"), {})
        return Error(known.get("name"), known.get("error_code"))

    def parse_signal_event(self, signal_event: Any) -> Signal:
        return Signal(self.process_parser.parser.signals.get(signal_event.get("signalRef")))

    def parse_terminate_event(self, event: Any) -> Terminate:
        return Terminate()


class _Start(_Events, events.StartEventParser):  # type: ignore[misc]
    pass


class _End(_Events, events.EndEventParser):  # type: ignore[misc]
    """Stock does not know signal ends."""

    def create_task(self) -> Any:
        paths = (events.SIGNAL_EVENT_XPATH, events.ERROR_EVENT_XPATH, events.ESCALATION_EVENT_XPATH, events.TERMINATION_EVENT_XPATH)
        task = self._create_task(self.get_event_definition(paths))
        task.connect(self.spec.end)
        return task


class _Edge(_Events, events.BoundaryEventParser):  # type: ignore[misc]
    pass


class _Catch(_Events, events.IntermediateCatchEventParser):  # type: ignore[misc]
    pass


class _Throw(_Events, events.IntermediateThrowEventParser):  # type: ignore[misc]
    pass


class _Receive(_Events, events.ReceiveTaskParser):  # type: ignore[misc]
    pass


class _Gateway(_Events, events.EventBasedGatewayParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        return self._create_task(FirstOf())


class _Script(_Repeats):
    def create_task(self) -> Any:
        task = super().create_task()
        task.script = _text(self.node, "script")
        return task


class _SubProcess(_Repeats, SubWorkflowParser):  # type: ignore[misc]
    """Sub-processes get a name of their own per diagram, so that two diagrams may use the same id inside."""

    def create_task(self) -> Any:
        task = super().create_task()
        task.spec = scope_name(self.node)
        return task


class _Call(_Repeats, CallActivityParser):  # type: ignore[misc]
    pass


def scope_name(node: Any) -> str:
    """The name of a process or sub-process among all specs of a release: ``diagram/sub-process``."""
    key: str = node.get("id", "")
    if node.tag == BPMN + "process":
        return key
    process = next(node.iterancestors(BPMN + "process"))
    return f"{process.get('id')}/{key}"


class _Process(ProcessParser):  # type: ignore[misc]
    def create_spec(self) -> ours.ProcessSpec:
        return ours.ProcessSpec(scope_name(self.node), self.get_name(), self.filename)


class DiagramParser(BpmnParser):  # type: ignore[misc]
    """Reads processes that passed ``check_diagrams``."""

    PROCESS_PARSER_CLASS = _Process
    PARSER_CLASSES = {
        full_tag("startEvent"): (_Start, StartEvent),
        full_tag("endEvent"): (_End, EndEvent),
        full_tag("boundaryEvent"): (_Edge, EdgeEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (_Throw, IntermediateThrowEvent),
        full_tag("eventBasedGateway"): (_Gateway, FirstEvent),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, ours.ExclusiveChoice),
        full_tag("parallelGateway"): (GatewayParser, ours.ParallelJoin),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, ours.InclusiveJoin),
        full_tag("userTask"): (_Repeats, ours.PersonTask),
        full_tag("businessRuleTask"): (_Repeats, ours.DecisionTask),
        full_tag("serviceTask"): (_Repeats, ours.TopicTask),
        full_tag("sendTask"): (_Repeats, ours.TopicTask),
        full_tag("scriptTask"): (_Script, ours.FeelTask),
        full_tag("receiveTask"): (_Receive, ReceiveTask),
        full_tag("subProcess"): (_SubProcess, ours.SubProcess),
        full_tag("callActivity"): (_Call, ours.CalledDiagram),
    }

    def create_parser(self, node: Any, filename: str | None = None, lane: str | None = None) -> None:
        """As stock, but under the name that is unique in the release."""
        parser = self.PROCESS_PARSER_CLASS(self, node, self.namespaces, self.data_stores, filename=filename, lane=lane)
        self.process_parsers[scope_name(node)] = parser
        self.process_parsers.setdefault(node.get("id"), parser)
