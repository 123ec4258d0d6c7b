"""Releases of the work process and the files in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class Release(Table):
    """One frozen version of the whole work process. ``digest`` is the SHA-256 over its files; ``status``: draft,
    published, withdrawn. Active is the published one with the latest ``valid_from`` that has passed. ``note``: what its maker
    wants and why; ``change_note``: what changed, as it was published."""

    __tablename__ = "releases"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    parent_id: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]
    created_by: Mapped[str | None]
    published: Mapped[datetime | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    change_note: Mapped[str | None]


class ReleaseFile(Table):
    """One file of a release; ``path`` as in the repository (``bpmn/dagvaarding.bpmn``)."""

    __tablename__ = "release_files"
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Approval(Table):
    """One person agreed with exactly the files that ``digest`` names, speaking for ``role`` (adviesgroep, fg or a party
    key). It counts as long as the release has that digest."""

    __tablename__ = "approvals"
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    at: Mapped[datetime]


class ReleaseEvent(Table):
    """Who did what to a release and when. It outlives the release: ``release_id`` is no foreign key and ``name`` is kept.

    ``deed``: begonnen, ingelezen, gewijzigd, bestand_weg, gecontroleerd, akkoord_gevraagd, akkoord, gepubliceerd, ingetrokken,
    verwijderd;
    ``detail``: the file, the reason, the date or what else the deed is about.
    """

    __tablename__ = "release_events"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str | None]
    deed: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")


class ReleaseCheck(Table):
    """What the gate found in exactly the files that ``digest`` names. ``kind``: bewaren (a few seconds, done at once) or publicatie
    (the whole gate, done by the clock); ``state``: waiting, running, done, stopped.

    A run that is alive renews ``leased_until`` (real time); ``run`` names it, so that one which was overtaken writes nothing.
    ``found``: JSON of findings and notes; ``program``: version of the program that checked; ``doing``: what it does now, or why
    it stopped. ``asked``, ``started`` and ``ended`` are case time.
    """

    __tablename__ = "release_checks"
    digest: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    percentage: Mapped[int] = mapped_column(default=0)
    doing: Mapped[str] = mapped_column(default="")
    found: Mapped[str] = mapped_column(default="")
    program: Mapped[str] = mapped_column(default="")
    asked: Mapped[datetime]
    asked_by: Mapped[str | None]
    run: Mapped[str] = mapped_column(default="")
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
