"""The one layout of letters: typst, in a child process that gets data only and may do nothing else.

The child has its own empty root, no packages, no system fonts (so the same letter looks the same everywhere), a limit on memory
and time. The text travels as data and is never read as typst, so nobody can program in a letter.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from phu_runtime.letter_layout.markdown import as_blocks

SECONDS = 5.0
_CHILD = Path(__file__).with_name("child.py")
_LAYOUT = Path(__file__).with_name("brief.typ")


class LayoutFailed(Exception):
    """The child could not draw the letter: the reason in Dutch, without its text."""


def draw_pdf(title: str, text: str) -> bytes:
    """A PDF/UA-1 of a filled letter. Raises LayoutFailed."""
    order = json.dumps({"layout": _LAYOUT.read_text(), "letter": {"titel": title, **as_blocks(text)}})
    with tempfile.TemporaryDirectory() as root:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD), root],
                input=order.encode(),
                capture_output=True,
                timeout=SECONDS,
                cwd=root,
                env={"HOME": root, "LANG": "C.UTF-8"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LayoutFailed(f"het duurde langer dan {SECONDS:.0f} seconden") from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise LayoutFailed("de opmaak mislukte")
    return done.stdout
