"""A DMN model as read from its file: the elements of DMN 1.1–1.5 that decide something, without their drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Literal:
    """A literal expression (10.2.1.1). ``element`` is the XML id, for messages."""

    text: str
    type: str = ""
    element: str = ""


@dataclass(frozen=True)
class Entry:
    """A context entry; ``name`` "" is the result of the context."""

    name: str
    type: str
    logic: Logic | None


@dataclass(frozen=True)
class Context:
    """A boxed context (10.2.1.4)."""

    entries: Sequence[Entry]
    type: str = ""


@dataclass(frozen=True)
class ListOf:
    """A boxed list (10.2.1.5)."""

    items: Sequence[Logic]
    type: str = ""


@dataclass(frozen=True)
class Relation:
    """A boxed relation (10.2.1.6): rows of expressions under column names."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Logic | None]]
    type: str = ""


@dataclass(frozen=True)
class Invocation:
    """A boxed invocation (10.2.1.3)."""

    function: Logic | None
    bindings: Sequence[tuple[str, Logic | None]]
    type: str = ""


@dataclass(frozen=True)
class FunctionDefinition:
    """A boxed function (10.2.1.7); ``kind`` FEEL, Java or PMML."""

    parameters: Sequence[tuple[str, str]]
    body: Logic | None
    kind: str = "FEEL"
    type: str = ""


@dataclass(frozen=True)
class Conditional:
    """A boxed conditional (10.2.1.8)."""

    condition: Logic | None
    then: Logic | None
    otherwise: Logic | None
    type: str = ""


@dataclass(frozen=True)
class FilterOf:
    """A boxed filter (10.2.1.9)."""

    source: Logic | None
    match: Logic | None
    type: str = ""


@dataclass(frozen=True)
class Iteration:
    """A boxed ``for``, ``some`` or ``every`` (10.2.1.10)."""

    kind: str
    variable: str
    source: Logic | None
    body: Logic | None
    type: str = ""


@dataclass(frozen=True)
class Input:
    """An input clause of a table. ``values``: its input values (unary tests), "" when none are declared."""

    element: str
    label: str
    expression: str
    type: str = ""
    values: str = ""


@dataclass(frozen=True)
class Output:
    """An output clause. ``values`` in order of priority; ``default`` the default output entry; "" when there is none."""

    element: str
    name: str
    label: str
    type: str = ""
    values: str = ""
    default: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: texts of its input and output entries and of its annotations."""

    element: str
    tests: Sequence[str]
    outputs: Sequence[str]
    annotations: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """A decision table (chapter 8). ``policy``: UNIQUE, ANY, PRIORITY, FIRST, COLLECT, RULE ORDER, OUTPUT ORDER."""

    element: str
    policy: str
    aggregation: str
    inputs: Sequence[Input]
    outputs: Sequence[Output]
    rules: Sequence[Rule]
    annotations: Sequence[str] = ()
    type: str = ""


Logic = (
    Literal | Context | ListOf | Relation | Invocation | FunctionDefinition | Conditional | FilterOf | Iteration | Table
)  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """A decision: ``name`` is its variable's name; requirements are hrefs (``#id`` or ``namespace#id``)."""

    id: str
    name: str
    label: str
    type: str
    logic: Logic | None
    decisions: Sequence[str] = ()
    inputs: Sequence[str] = ()
    knowledge: Sequence[str] = ()
    question: str = ""
    documentation: str = ""


@dataclass(frozen=True)
class InputData:
    """An input: the name and type of its variable."""

    id: str
    name: str
    type: str


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: a function and what it needs."""

    id: str
    name: str
    type: str
    function: FunctionDefinition | None
    knowledge: Sequence[str] = ()


@dataclass(frozen=True)
class DecisionService:
    """A decision service (10.4): hrefs of its output and encapsulated decisions and of its inputs."""

    id: str
    name: str
    type: str
    outputs: Sequence[str]
    encapsulated: Sequence[str]
    input_decisions: Sequence[str]
    inputs: Sequence[str]


@dataclass(frozen=True)
class ItemDefinition:
    """A named type (7.3.2). ``allowed``: unary tests on its values; ``function`` (parameter types, result) for a functionItem."""

    name: str
    type: str
    collection: bool
    allowed: str
    components: Sequence[ItemDefinition] = ()
    function: tuple[Sequence[str], str] | None = None


@dataclass(frozen=True)
class Model:
    """One ``.dmn`` file. ``imports`` maps the name given to an import to its namespace."""

    file: str
    namespace: str
    name: str
    decisions: Sequence[Decision] = ()
    inputs: Sequence[InputData] = ()
    knowledge: Sequence[Knowledge] = ()
    services: Sequence[DecisionService] = ()
    types: Sequence[ItemDefinition] = ()
    imports: dict[str, str] = field(default_factory=dict)
