"""Once a day the head of the access log is kept outside its table: in a file, and in a mail to each FG."""

from __future__ import annotations

from phu_runtime.calendar import local_date, long_date
from phu_runtime.operation.anchors import keep_head
from phu_runtime.records import accounts, facts, log_chain, outbox
from phu_runtime.steps.store import Store

KEPT = "log_anchored"
SUBJECT = "Zegel van het logboek"
BODY = """Dit is het zegel van het logboek van Preventie huisuitzettingen op {day}.

{number}:{seal}

Bewaar deze mail. Met dit zegel kan de beheerder laten zien dat er daarna niets uit het logboek is gehaald of veranderd:
python -m phu_runtime doctor --seal {number}:{seal}
"""


def anchor_log(store: Store) -> int:
    """How many mails wait to go out: none on the first day, when today's went, or when the log did not grow since the last. Real
    time, because the log is. Raises OSError when the map can't be written."""
    day, head = local_date(store.real_now), log_chain.head(store.session)
    kept_day, _, kept_number = (facts.get_fact(store.session, KEPT) or "").partition(" ")
    if not kept_day:
        facts.put_fact(store.session, KEPT, f"{day.isoformat()} 0")
    if not kept_day or head.number == 0 or (kept_day == day.isoformat() and kept_number == "0"):
        return 0
    anchor = keep_head(store.settings.anchor_map, day, head)
    if kept_day == day.isoformat() or kept_number == str(anchor.number):
        return 0
    facts.put_fact(store.session, KEPT, f"{day.isoformat()} {anchor.number}")
    body = BODY.format(day=long_date(day), number=anchor.number, seal=anchor.seal)
    readers = [user for user, _, roles in accounts.users(store.session, only_active=True) if "fg" in roles]
    for user in readers:
        outbox.add_mail(store.session, user=user, subject=SUBJECT, body=body, at=store.now)
    return len(readers)
