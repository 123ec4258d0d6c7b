"""What is said after one file of a draft was kept: that it was, and what the gate finds in it."""

from __future__ import annotations

from flask import url_for

from phu_runtime.pages.checked import check_now
from phu_runtime.pages.frame import tell


def tell_kept(release_id: str, path: str, sentence: str) -> None:
    """On the next page: ``sentence``, and how many findings this file has, with the way to them."""
    found = [finding for finding in check_now(release_id).findings if finding.file == path]
    if not found:
        tell(sentence)
        return
    points = "1 punt" if len(found) == 1 else f"{len(found)} punten"
    links = [(url_for("release_check.controle", release_id=release_id), "Bekijk de controle")]
    tell(f"{sentence} De controle vond {points} in dit bestand.", links=links)
