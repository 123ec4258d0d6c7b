"""FEEL, the Friendly Enough Expression Language of DMN 1.5 (chapter 10): compile once, evaluate often.

    expression = compile_expression("if leeftijd >= 18 then \\"ja\\" else \\"nee\\"")
    expression.evaluate({"leeftijd": Decimal(21)})            # "ja"
    compile_unary_tests("[18..65], > 100").matches(Decimal(40), {})   # True

Values are Python's own where FEEL's kind has one (``values``); ``to_feel`` and ``from_feel`` convert JSON data.
"""

from phu_runtime.feel.checking import check_expression, check_tests
from phu_runtime.feel.errors import FeelError, FeelWarning, TooMuch
from phu_runtime.feel.expressions import Expression, UnaryTests, compile_expression, compile_unary_tests, strip_marker
from phu_runtime.feel.literals import from_feel, to_feel
from phu_runtime.feel.literals import write as to_text
from phu_runtime.feel.run import Budget
from phu_runtime.feel.values import Function, Range, YearsMonths, equal, kind

__all__ = [
    "Budget",
    "Expression",
    "FeelError",
    "FeelWarning",
    "Function",
    "Range",
    "TooMuch",
    "UnaryTests",
    "YearsMonths",
    "check_expression",
    "check_tests",
    "compile_expression",
    "compile_unary_tests",
    "equal",
    "from_feel",
    "kind",
    "strip_marker",
    "to_feel",
    "to_text",
]
