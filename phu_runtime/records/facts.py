"""Facts about the database itself: what it is for, and how far its clock was moved."""

from __future__ import annotations

from sqlalchemy.orm import Session

from phu_runtime.errors import PhuError, SettingInvalid
from phu_runtime.records.tables.oversight import Fact
from phu_runtime.records.upsert import insert_or

DEMO, REAL = "demo", "real"
WRONG = {
    DEMO: "Deze database is een oefenomgeving. Start met --demo, of geef met PHU_DATABASE_URL een andere database op.",
    REAL: "Deze database bevat echte casussen. Start zonder --demo, of geef met PHU_DATABASE_URL een andere database op.",
}


def get_fact(session: Session, name: str) -> str | None:
    """The value of a fact."""
    fact = session.get(Fact, name, populate_existing=True)
    return None if fact is None else fact.value


def put_fact(session: Session, name: str, value: str) -> None:
    """Note a fact, in place of what was noted under this name."""
    new = insert_or(session, Fact).values(name=name, value=value)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def stamp_mode(session: Session, *, demo: bool) -> None:
    """Stamp a new database demo or real; one with the other stamp is refused (SettingInvalid), for good."""
    wanted = DEMO if demo else REAL
    session.execute(insert_or(session, Fact).values(name="mode", value=wanted).on_conflict_do_nothing())
    stamped = get_fact(session, "mode")
    if stamped is not None and stamped != wanted:
        raise SettingInvalid(WRONG[stamped])


def clock_offset(session: Session) -> int:
    """How many seconds the clock of a demo runs ahead of real time."""
    return int(get_fact(session, "clock_offset") or 0)


def move_clock(session: Session, seconds: int) -> int:
    """Move the clock of a demo forward by ``seconds``; the new offset. Raises PhuError on a real database or backward."""
    if get_fact(session, "mode") != DEMO:
        raise PhuError("De klok kan alleen in een oefenomgeving vooruit. Start met --demo.")
    if seconds < 0:
        raise PhuError("De klok kan alleen vooruit. Kies een later moment.")
    offset = clock_offset(session) + seconds
    put_fact(session, "clock_offset", str(offset))
    return offset
