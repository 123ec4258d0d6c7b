"""``decide``: what a table says, for one case or for a line each."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from phu_runtime.decisions import decide_json, explain_json, read_decisions
from phu_runtime.errors import PhuError


def add_commands(parts: Any) -> None:
    """Registers ``decide``."""
    command = parts.add_parser("decide", help="vraag een beslistabel om een uitkomst")
    command.add_argument("file", type=Path, help="bestand, bijvoorbeeld dmn/fase.dmn")
    command.add_argument("decision", help="naam van de beslissing, bijvoorbeeld fase")
    command.add_argument("--input", default="-", help="JSON met de invoer, of - om per regel een JSON-object te lezen")
    command.add_argument("--why", action="store_true", help="zeg ook waarom: welke regels passen en op welke invoer")
    command.set_defaults(run=decide)


def decide(chosen: argparse.Namespace) -> int:
    """Prints the outputs as a JSON object; with ``--input -`` a line for each line read."""
    if not chosen.file.is_file():
        raise PhuError(f"Het bestand {chosen.file} bestaat niet.")
    decisions = read_decisions({chosen.file.name: chosen.file.read_bytes()})
    if chosen.input != "-":
        print(_answer(decisions, chosen, chosen.input))
        return 0
    failed = False
    for line in sys.stdin:
        if line.strip():
            try:
                print(_answer(decisions, chosen, line), flush=True)
            except PhuError as error:
                failed = True
                print(json.dumps({"fout": error.message}, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def _answer(decisions: Any, chosen: argparse.Namespace, text: str) -> str:
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise PhuError(
            f'De invoer is geen JSON: {error.msg} op plaats {error.pos}. Schrijf bijvoorbeeld \'{{"gemeente": "Dordrecht"}}\'.'
        ) from error
    if not isinstance(given, dict):
        raise PhuError("De invoer moet een JSON-object zijn, met de namen van de invoerkolommen als sleutels.")
    answer = decide_json(decisions, chosen.decision, given)
    why = explain_json(decisions, chosen.decision, given) if chosen.why else []
    return "\n".join([json.dumps(answer, ensure_ascii=False), *why])
