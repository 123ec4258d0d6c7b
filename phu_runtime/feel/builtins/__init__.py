"""FEEL's built-in functions (DMN 1.5, 10.3.4): importing this package registers them all in ``BUILTINS``."""

from phu_runtime.feel.builtins import contexts, conversions, lists, numbers, ranges, statistics, strings, times
from phu_runtime.feel.builtins.registry import BUILTINS

__all__ = ["BUILTINS", "contexts", "conversions", "lists", "numbers", "ranges", "statistics", "strings", "times"]
