"""What the demo starts with: organisations, accounts and cases, all made up."""

from phu_runtime.demo.cases import load_demo_cases
from phu_runtime.demo.loading import load_demo
from phu_runtime.demo.organisations import DEMO_PASSWORD

__all__ = ["DEMO_PASSWORD", "load_demo", "load_demo_cases"]
