"""Reading the dictionary of a release: checked first, built only when nothing is wrong."""

from __future__ import annotations

from phu_runtime.dossier.checking import check_dictionary
from phu_runtime.dossier.dictionary import Dictionary, build_dictionary, parse
from phu_runtime.errors import ReleaseInvalid


def read_dictionary(content: bytes) -> Dictionary:
    """The dictionary in ``forms/gegevens.yaml``. Raises ReleaseInvalid with all findings (see ``check_dictionary``)."""
    findings = check_dictionary(content)
    if findings:
        raise ReleaseInvalid(findings)
    return build_dictionary(parse(content))
