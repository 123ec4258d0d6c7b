"""How wide a text is and where bpmn-js breaks it. Widths are those of Arial (Liberation Sans has the same), per 2048 units."""

from __future__ import annotations

from phu_runtime.workprocess.drawing.geometry import Box

LABEL, TASK, LINE = 11, 12, 1.2  # sizes in px of labels beside and inside a shape; line height
_UNITS = 2048
_WIDTHS = {
    391: "'",
    455: "ijl’‘",
    532: "|",
    569: " !,./:;I[\\]ftíìïî",
    682: "()-`r“”",
    684: "{}",
    727: '"',
    797: "*",
    961: "^",
    1024: "Jcksvxyzç",
    1139: "#$0123456789?L_abdeghnopquáàäâéèëêóòöôúùüûñ–€",
    1196: "+<=>~",
    1251: "FTZ",
    1366: "&ABEKPSVXYÉË",
    1479: "CDHNRUw",
    1593: "GOQ",
    1706: "Mm",
    1821: "%",
    1933: "W",
    2048: "—…",
    2079: "@",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width(text: str, size: int) -> float:
    """In px; an unknown letter counts as the widest."""
    return sum(_WIDTH.get(letter, 2079) for letter in text) * size / _UNITS


def wrap(text: str, room: float, size: int) -> list[str]:
    """The lines of ``text`` in ``room`` px, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def text_box(text: str, room: Box, size: int) -> Box:
    """What the text takes, centred at the top of ``room``."""
    lines = wrap(text, room.width, size)
    widest = max(width(line, size) for line in lines)
    return Box(room.x + (room.width - widest) / 2, room.y, widest, len(lines) * size * LINE)


def task_lines(text: str, task: Box, padding: float) -> list[Box]:
    """The box of each line of a task's text, in the middle of the task."""
    lines = wrap(text, task.width - 2 * padding, TASK)
    top = task.y + (task.height - len(lines) * TASK * LINE) / 2
    widths = [width(line, TASK) for line in lines]
    return [Box(task.x + (task.width - each) / 2, top + row * TASK * LINE + 2, each, TASK * LINE - 4) for row, each in enumerate(widths)]
