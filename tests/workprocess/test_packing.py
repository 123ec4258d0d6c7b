"""A release travels as a zip: byte for byte the same, and a hostile zip is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess.drafting import check_readable, compare
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.packing import MANIFEST, pack, unpack

FILES = read_files(Path(__file__).parents[2])


def zipped(**contents: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_out_and_in_gives_the_same_files_and_out_again_the_same_bytes() -> None:
    out = pack("2026.4", "Een termijn", "abc", FILES)
    back = unpack(out)
    assert back.files == FILES
    assert (back.name, back.note, back.parent) == ("2026.4", "Een termijn", "abc")
    assert pack(back.name, back.note, back.parent, back.files) == out


def test_a_file_changed_after_packing_is_noticed() -> None:
    with zipfile.ZipFile(io.BytesIO(pack("a", "", "", FILES))) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["forms/brieven/laatste_bericht.md"] += b" "
    with pytest.raises(ReleaseInvalid, match="veranderd"):
        unpack(zipped(**contents))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"geen zip", "geen zip-bestand"),
        (zipped(), "geen werkproces"),
        (zipped(**{MANIFEST: b"{}"}), "geen werkproces"),
        (zipped(**{MANIFEST: b"{"}), "manifest.json"),
        (zipped(**{"../app.py": b"x"}), "Zo heet geen bestand"),
        (zipped(**{"/bpmn/a.bpmn": b"x"}), "Zo heet geen bestand"),
        (zipped(**{"bpmn/a.py": b"x"}), "Zo heet geen bestand"),
        (zipped(**{"bpmn/a.bpmn": b"<a"}), "geen geldige XML"),
        (zipped(**{"bpmn/a.bpmn": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DTD"),
        (zipped(**{"forms/brieven/a.md": b" " * 3_000_000}), "te groot"),
        (zipped(**{f"scenarios/a{number}.yaml": b"" for number in range(1001)}), "meer dan 1000"),
    ],
)
def test_a_zip_that_is_no_work_process_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ReleaseInvalid, match=reason):
        unpack(content)


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("forms/gedeeld/a.form", b"{", "niet te lezen"),
        ("forms/gegevens.yaml", b"a: [", "niet te lezen .regel"),
        ("forms/brieven/a.md", b"\xff", "UTF-8"),
        ("bpmn/a.bpmn", b"<a>" * 100_000, "geen geldige XML"),
        ("forms/gedeeld/a.form", b"[" * 100_000, "niet te lezen"),
    ],
)
def test_a_file_that_no_editor_can_open_again_is_refused(path: str, content: bytes, reason: str) -> None:
    with pytest.raises(ReleaseInvalid, match=reason):
        check_readable(path, content)


def test_two_texts_are_compared_by_line() -> None:
    assert compare(b"een\ntwee\ndrie", b"een\n2\ndrie") == [("@", ""), (" ", "een"), ("-", "twee"), ("+", "2"), (" ", "drie")]
