"""``python -m phu_runtime …``: what an operator, a process owner or a script does without a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from phu_runtime.commands import covering, deciding, operating, publishing, rehearsing, taking_in, ticking
from phu_runtime.errors import FormInvalid, PhuError, ReleaseInvalid

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 a problem that was told in Dutch on standard error."""
    parser = argparse.ArgumentParser(prog="python -m phu_runtime", description="Preventie huisuitzettingen: beheer vanaf de opdrachtregel.")
    parts = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    for module in (deciding, publishing, rehearsing, covering, ticking, taking_in, operating):
        module.add_commands(parts)
    chosen = parser.parse_args(arguments)
    run: Command = chosen.run
    try:
        return run(chosen)
    except ReleaseInvalid as error:
        for finding in error.findings:
            print(f"{finding.file} {finding.element}: {finding.message} {finding.advice}".strip(), file=sys.stderr)
        return 1
    except FormInvalid as error:
        print("\n".join(error.problems.values()), file=sys.stderr)
        return 1
    except PhuError as error:
        print(error.message, file=sys.stderr)
        return 1
    except OSError as error:
        if error.filename is None:
            raise
        print(f"{error.filename} kan niet worden gelezen of geschreven: {error.strerror}.", file=sys.stderr)
        return 1
