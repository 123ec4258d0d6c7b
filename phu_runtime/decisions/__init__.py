"""DMN 1.1–1.5 decisions: read them from files, ask them, explain the answer.

    decisions = read_decisions({"fase.dmn": Path("dmn/fase.dmn").read_bytes()})
    decisions.evaluate("fase", to_feel({"betalingsregeling": "geen", …})).outputs
"""

from phu_runtime.decisions.answers import decide_json, explain_json
from phu_runtime.decisions.evaluate import Decisions, read_decisions, read_models
from phu_runtime.decisions.explain import explain
from phu_runtime.decisions.outcome import DecisionFailed, Outcome

__all__ = ["DecisionFailed", "Decisions", "Outcome", "decide_json", "explain", "explain_json", "read_decisions", "read_models"]
