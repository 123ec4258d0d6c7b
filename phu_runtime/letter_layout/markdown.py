"""The little Markdown of letters as plain blocks: headings, paragraphs, lists, bold. Nothing else has a meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("zero").enable(["heading", "list", "emphasis", "newline"])


def as_blocks(text: str) -> dict[str, Any]:
    """``afzender`` (str), ``aan`` and ``kenmerk`` (lines) from what stands before the first ``# ``, ``onderwerp``, ``blokken``."""
    head, _, body = ("\n" + text).partition("\n# ")
    subject, _, rest = body.partition("\n")
    paragraphs = [[line.strip() for line in part.split("\n") if line.strip()] for part in head.strip().split("\n\n")]
    paragraphs = [part for part in paragraphs if part]
    return {
        "afzender": " ".join(paragraphs[0]) if paragraphs else "",
        "aan": paragraphs[1] if len(paragraphs) > 1 else [],
        "kenmerk": [line for part in paragraphs[2:] for line in part],
        "onderwerp": subject.strip(),
        "blokken": list(_blocks(_READER.parse(rest))),
    }


def _blocks(tokens: Sequence[Token]) -> Iterator[dict[str, Any]]:
    """Top-level blocks: ``{soort: kop | alinea, delen}`` and ``{soort: lijst | nummers, punten: [delen]}``."""
    points: list[Any] = []
    depth, opener, kind = 0, "", ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            if depth == 0:
                points, kind = [], "lijst" if token.type.startswith("bullet") else "nummers"
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if depth == 0:
                yield {"soort": kind, "punten": points}
        elif token.type in ("heading_open", "paragraph_open"):
            opener = token.type
        elif token.type == "inline":
            parts = _parts(token.children or ())
            if depth:
                points.append(parts)
            else:
                yield {"soort": "kop" if opener == "heading_open" else "alinea", "delen": parts}


def _parts(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Runs of text: ``{tekst, vet}``; a line end is ``{regel: true}``."""
    parts: list[dict[str, Any]] = []
    bold = 0
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type == "hardbreak":
            parts.append({"regel": True})
        elif token.type == "softbreak":
            parts.append({"tekst": " ", "vet": bool(bold)})
        elif token.content:
            parts.append({"tekst": token.content, "vet": bool(bold)})
    return parts
