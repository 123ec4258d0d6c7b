"""What every action gets first: the open transaction and what belongs to it."""

from phu_runtime.steps.store import Store

__all__ = ["Store"]
