"""A release as one zip, to carry to another environment or to the desktop modeller; the same files give the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.workprocess.drafting import LARGEST, check_path, check_readable
from phu_runtime.workprocess.release import digest

MANIFEST = "manifest.json"
FORMAT = 1
MOST_FILES = 1_000
LARGEST_ZIP = 20 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # a zip has no moment of its own, so the same files give the same bytes
_MODE = 0o644 << 16


@dataclass(frozen=True)
class Packed:
    """What a zip held. ``parent``: digest of the release that it was made from, "" when unknown."""

    name: str
    note: str
    parent: str
    files: Mapping[str, bytes]


def pack(name: str, note: str, parent: str, files: Mapping[str, bytes]) -> bytes:
    """The zip of a release: its files as they are, and ``manifest.json`` with name, digest and parent."""
    manifest = {"formaat": FORMAT, "naam": name, "toelichting": note, "digest": digest(files), "komt_van": parent}
    contents = {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n", **files}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(contents):
            entry = zipfile.ZipInfo(path, _ALWAYS)
            entry.external_attr, entry.compress_type, entry.create_system = _MODE, zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, contents[path])
    return written.getvalue()


def unpack(content: bytes, *, changed: bool = False) -> Packed:
    """The files of a zip that a stranger may have made. ``changed``: its files were edited after it was made, so they need not be
    those of its manifest. Raises ReleaseInvalid with a sentence; nothing is written to disk."""
    if len(content) > LARGEST_ZIP:
        raise _refused("Dit zip-bestand is groter dan 20 MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _refused("Dit is geen zip-bestand dat te lezen is.") from error
    manifest = _manifest(files.pop(MANIFEST, b"{}"))
    if not files:
        raise _refused("In dit zip-bestand staat geen werkproces.")
    for path, text in files.items():
        check_readable(path, text)
    told = manifest.get("digest")
    if told and not changed and told != digest(files):
        wrong = "De bestanden zijn niet die waarvan manifest.json spreekt: er is na het uitvoeren iets veranderd."
        raise ReleaseInvalid([Finding("zip", "", wrong, "Heeft u zelf bestanden veranderd? Zeg dat dan bij het inlezen.")])
    return Packed(str(manifest.get("naam", "")), str(manifest.get("toelichting", "")), str(manifest.get("komt_van", "")), files)


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise _refused(f"In dit zip-bestand staan meer dan {MOST_FILES} bestanden.")
    files: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.filename != MANIFEST:
            check_path(entry.filename)
        if entry.filename in files:
            raise _refused(f"{entry.filename} staat er twee keer in.")
        with archive.open(entry) as opened:
            files[entry.filename] = opened.read(LARGEST + 1)
        total += len(files[entry.filename])
        if len(files[entry.filename]) > LARGEST or total > LARGEST_UNPACKED:
            raise _refused("Uitgepakt is dit te groot: ten hoogste 2 MB per bestand en 40 MB samen.")
    return files


def _manifest(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise _refused("manifest.json is niet te lezen.") from error
    return found if isinstance(found, dict) else {}


def _refused(sentence: str) -> ReleaseInvalid:
    return ReleaseInvalid([Finding("zip", "", sentence, "Gebruik een zip die dit systeem heeft gemaakt.")])
