"""Pages are visited in the region of ``tests/region.py``, by people who are signed in already."""

from __future__ import annotations

import pytest

from tests.pages.visiting import Site
from tests.region import Region, furnished_file, region, settings, shipped

__all__ = ["furnished_file", "region", "settings", "shipped"]


@pytest.fixture
def site(region: Region) -> Site:
    """The web application of the region."""
    return Site(region)
