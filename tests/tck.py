"""Run DMN TCK cases: ``python tests/tck.py DIR`` ends with ``N passed, M failed`` (exit 1 when any failed).

DIR holds test folders as the kit lays them out (``…/0001-name/*.dmn`` with ``*-test-*.xml``), or ``dmn-tck-cases.tgz``, which is
then unpacked to a temporary folder. A case that expects a value passes only on that value, numbers to the eight decimals of the
kit's own runners; a case that expects an error (``errorResult``) passes on null. ``-v`` shows every failure, ``--level N`` picks one level.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from phu_runtime.decisions import Decisions, read_models
from phu_runtime.errors import PhuError
from phu_runtime.feel import equal, kind, to_text
from phu_runtime.feel.literals import read_date, read_duration, read_moment, read_time
from phu_runtime.feel.values import decimal

PRECISION = Decimal("0.00000001")  # NUMBER_COMPARISON_PRECISION of the kit's own runners
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READERS = {"date": read_date, "time": read_time, "dateTime": read_moment, "duration": read_duration}


@dataclass(frozen=True)
class Check:
    """One result that a case expects."""

    folder: str
    case: str
    node: str
    passed: bool
    got: str
    expected: str


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element if local(one) == name]


def value_of(element: etree._Element) -> Any:
    """The FEEL value of an input or expected element: ``value``, ``list`` or ``component``s."""
    for one in element:
        if local(one) == "value":
            return _simple(one)
        if local(one) == "list":
            return None if one.get(XSI + "nil") == "true" else [value_of(item) for item in children(one, "item")]
    components = children(element, "component")
    return {one.get("name", ""): value_of(one) for one in components} if components else None


def _simple(element: etree._Element) -> Any:
    if element.get(XSI + "nil") == "true":
        return None
    of_type = (element.get(XSI + "type") or "xsd:string").split(":")[-1]
    text = element.text or ""
    if of_type == "boolean":
        return text.strip() in ("true", "1")
    if of_type in ("decimal", "double", "integer", "float", "int", "long"):
        return Decimal(text.strip())
    reader = _READERS.get(of_type)
    return reader(text.strip()) if reader else text


def same(got: Any, expected: Any) -> bool:
    """Whether a result is the expected value; numbers to the kit's precision."""
    if expected is None or got is None:
        return got is expected
    of_kind = kind(expected)
    if kind(got) != of_kind:
        return False
    if of_kind == "number":
        return abs(decimal(got) - expected) < PRECISION
    if of_kind == "list":
        return len(got) == len(expected) and all(same(a, b) for a, b in zip(got, expected, strict=True))
    if of_kind == "context":
        return got.keys() == expected.keys() and all(same(got[key], expected[key]) for key in expected)
    return equal(got, expected) is True


def run_file(path: Path) -> Iterator[Check]:
    """The checks of one test file."""
    root = etree.parse(path).getroot()
    if local(root) != "testCases":
        return
    folder = path.parent
    names = [one.text or "" for one in children(root, "modelName")]
    main = folder / names[0].strip()
    decisions = read_models(_files(main, folder))
    for case in children(root, "testCase"):
        yield from run_case(case, decisions, folder.name)


def _files(main: Path, folder: Path) -> dict[str, bytes]:
    """The model and, when it imports, the other models of its folder."""
    files = {main.name: main.read_bytes()}
    if b"<import" in files[main.name]:
        files.update({path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn")) if path != main})
    return files


def run_case(case: etree._Element, decisions: Decisions, folder: str) -> Iterator[Check]:
    """The checks of one case."""
    context = {one.get("name", ""): value_of(one) for one in children(case, "inputNode")}
    for result in children(case, "resultNode"):
        name = result.get("name", "")
        expected_in = children(result, "expected")
        expected = value_of(expected_in[0]) if expected_in else None
        error = ""
        try:
            if case.get("type") == "decisionService":
                got = decisions.evaluate_service(case.get("invocableName", ""), context, strict=False)[name].value
            else:
                got = decisions.evaluate(name, context, strict=False).value
        except (PhuError, KeyError) as problem:
            got, error = None, str(problem)
        passed = got is None if result.get("errorResult") == "true" else same(got, expected) and not (error and expected is not None)
        shown = error or to_text(got, quoted=True)
        yield Check(folder, case.get("id", ""), name, passed, shown[:200], to_text(expected, quoted=True)[:200])


def checks_in(root: Path, level: str = "") -> Iterator[Check]:
    """Every check under a folder, in order of name."""
    for path in sorted(root.rglob("*.xml")):
        if not level or f"compliance-level-{level}" in str(path):
            yield from run_file(path)


def report(root: Path, level: str, verbose: bool) -> int:
    """Print the figures; gives the exit status."""
    passed = failed = 0
    folders: Counter[str] = Counter()
    for check in checks_in(root, level):
        if check.passed:
            passed += 1
            continue
        failed += 1
        folders[check.folder] += 1
        if verbose:
            print(f"FAILED {check.folder} {check.case} {check.node}: got {check.got}, expected {check.expected}")
    for folder, count in folders.most_common():
        print(f"{count:5} failed in {folder}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Runs DMN TCK cases.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--level", default="")
    options = parser.parse_args(arguments)
    archive = next(iter(sorted(options.folder.glob("*.tgz"))), None)
    if archive is None:
        return report(options.folder, options.level, options.verbose)
    with tempfile.TemporaryDirectory() as unpacked:
        with tarfile.open(archive) as packed:
            packed.extractall(unpacked, filter="data")
        return report(Path(unpacked), options.level, options.verbose)


if __name__ == "__main__":
    sys.exit(main())
