"""Tried in the region of ``tests/region.py``."""

from tests.region import any_region, furnished_file, region, settings, shipped

__all__ = ["any_region", "furnished_file", "region", "settings", "shipped"]
