"""Hangs database, pages and clock together; ``python app.py`` serves, ``python app.py --demo`` serves a practice environment."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from phu_runtime import startup
from phu_runtime.errors import PhuError
from phu_runtime.pages import new_app
from phu_runtime.settings import Settings, read_settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings | None = None) -> Flask:
    """The web application for a WSGI server; the clock runs apart (``python -m phu_runtime clock``)."""
    return new_app(startup.open_runtime(settings or read_settings()))


def main(arguments: list[str] | None = None) -> int:
    """Serves until it is stopped; 1 with a Dutch sentence when it cannot start."""
    parser = argparse.ArgumentParser(description="Preventie huisuitzettingen")
    parser.add_argument("--demo", action="store_true", help="oefenomgeving met verzonnen organisaties, accounts en casussen")
    chosen = parser.parse_args(arguments)
    try:
        settings = read_settings(demo=chosen.demo)
        startup.serve(settings, new_app)
    except PhuError as error:
        print(f"\nStarten lukt niet: {error.message}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
