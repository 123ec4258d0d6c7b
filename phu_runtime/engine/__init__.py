"""The wall around SpiffWorkflow: diagrams in, cases stepped, plain situations out. Nothing else imports SpiffWorkflow."""

from phu_runtime.engine.checks import check_diagrams
from phu_runtime.engine.checks_texts import Text
from phu_runtime.engine.diagrams import Diagrams, Start, read_diagrams, read_drawn
from phu_runtime.engine.elements import Diagram, Element, Flow
from phu_runtime.engine.migrate import Lost, migrate, obstacles
from phu_runtime.engine.roles import ROLES, role_key
from phu_runtime.engine.run import Run
from phu_runtime.engine.situation import Awaited, Effect, EngineTimer, Mark, OpenTask, Passed, Situation, Taken, World

__all__ = [
    "ROLES",
    "Awaited",
    "Diagram",
    "Diagrams",
    "Effect",
    "Element",
    "EngineTimer",
    "Flow",
    "Lost",
    "Mark",
    "OpenTask",
    "Passed",
    "Run",
    "Situation",
    "Start",
    "Taken",
    "Text",
    "World",
    "check_diagrams",
    "migrate",
    "obstacles",
    "read_diagrams",
    "read_drawn",
    "role_key",
]
