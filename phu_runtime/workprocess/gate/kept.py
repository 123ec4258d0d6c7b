"""What the gate found, as text to keep and back."""

from __future__ import annotations

import json
from dataclasses import asdict

from phu_runtime.errors import Finding
from phu_runtime.workprocess.gate.whole import Checked


def as_text(checked: Checked) -> str:
    """JSON of the findings and notes."""
    return json.dumps({"findings": [asdict(finding) for finding in checked.findings], "notes": checked.notes}, ensure_ascii=False)


def from_text(text: str) -> Checked:
    """What ``as_text`` wrote; nothing found for ""."""
    kept = json.loads(text or "{}")
    return Checked([Finding(**finding) for finding in kept.get("findings", ())], list(kept.get("notes", ())))
