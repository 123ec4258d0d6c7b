"""Topic ``kennisgeving``: who is told what comes from ``meldplicht`` (what the agreement obliges, art. 7 WC c) and
``kennisgevingen`` (channel and text; it may add, never take away)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from phu_runtime.blocks.room import Answer, Asking, Party, Writing
from phu_runtime.records.tables.messages import Notice
from phu_runtime.records.tables.root import new_id

OPEN = "dossier_open_voor_meldpunt"


def ask(effect: Any, asking: Asking) -> Answer:
    """Recipients of the event named by property ``gebeurtenis``; remembers it under ``gebeurtenissen``."""
    key = effect.properties["gebeurtenis"]
    changes: dict[str, Any] = {}
    obliged: list[str] = []
    if key in asking.moments:
        duty = dict(asking.decide("meldplicht", {**_inputs(asking.context), "moment": key}))
        before = asking.context.get("meldplicht") or {}
        duty[OPEN] = bool(duty.get(OPEN)) or bool(before.get(OPEN))
        obliged = list(duty.get("ontvangers") or [])
        changes["meldplicht"] = duty
    told = asking.decide("kennisgevingen", {**_inputs(asking.context), "gebeurtenis": key})
    messages = _messages(key, told, obliged)
    value = asking.evaluate(effect.properties["waarde"]) if effect.properties.get("waarde") else None
    changes["gebeurtenissen"] = _remember(asking, key, value)
    return {"gebeurtenis": key, "berichten": messages, "ontvangers": [m["ontvanger"] for m in messages]}, changes


def _inputs(context: Mapping[str, Any]) -> dict[str, Any]:
    names = ("aantal_zorgen", "twijfel", "kinderen", "gemeente", "subregio")
    return {name: context[name] for name in names if name in context}


def _messages(key: str, told: Mapping[str, Any], obliged: Iterable[str]) -> list[dict[str, str]]:
    """Rows of ``kennisgevingen`` as contexts, then what ``meldplicht`` obliges and the table forgot."""
    rows = next((value for value in told.values() if isinstance(value, list)), []) if isinstance(told, Mapping) else list(told)
    messages = [{name: str(row.get(name) or "") for name in ("ontvanger", "kanaal", "sjabloon")} for row in rows]
    known = {message["ontvanger"] for message in messages}
    return messages + [{"ontvanger": role, "kanaal": "bericht", "sjabloon": key} for role in obliged if role not in known]


def _remember(asking: Asking, key: str, value: Any) -> dict[str, Any]:
    events = dict(asking.context.get("gebeurtenissen") or {})
    mark = events.get(key) or {"aantal": 0, "eerste": asking.now.isoformat(), "waarden": []}
    values = [*mark["waarden"], value] if value is not None and value not in mark["waarden"] else list(mark["waarden"])
    events[key] = {"aantal": int(mark["aantal"]) + 1, "eerste": _text(mark["eerste"]), "laatste": asking.now.isoformat(), "waarden": values}
    return {name: {**entry, "eerste": _text(entry["eerste"]), "laatste": _text(entry["laatste"])} for name, entry in events.items()}


def _text(moment: Any) -> str:
    """Moments among the variables are ISO text, as the state keeps them."""
    return moment.isoformat() if isinstance(moment, datetime) else str(moment)


def write(effect: Any, writing: Writing) -> list[str]:
    """A notice per organisation told, which the clock also mails; returns the organisations' names."""
    told: dict[str, tuple[Party, str]] = {}
    regisseur = str(writing.context["casusregisseur"])
    for message in effect.answer["berichten"]:
        for party in _recipients(message["ontvanger"], regisseur, writing):
            told.setdefault(party.organisation_id, (party, message["sjabloon"] or effect.answer["gebeurtenis"]))
    rows = [_notice(effect.answer["gebeurtenis"], party, template, writing) for party, template in told.values()]
    for row in rows:
        writing.add(Notice, row)
    return [party.name for party, _ in told.values()]


def _recipients(who: str, regisseur: str, writing: Writing) -> Sequence[Party]:
    """Organisations; the tenant has no account and gets a letter through a task."""
    if who == "betrokkenen":
        return [party for party in writing.parties.values() if party.joined]
    role = regisseur if who == "casusregisseur" else who
    party = writing.parties.get(role)
    return [party] if party else writing.elsewhere(role)


def _notice(event: str, party: Party, template: str, writing: Writing) -> dict[str, Any]:
    """A party that may read nothing of the case gets the notice without the case: only that there is one (G7)."""
    title, text = writing.notices.text(template)
    if (sentence := writing.notices.lapsing(template)) and (names := writing.lapsed()):
        text = f"{text} {sentence.replace('{taken}', ', '.join(names))}"
    linked = party.role in writing.readers
    case = writing.case
    return {
        "id": new_id(),
        "case_id": case.id if linked else None,
        "organisation_id": party.organisation_id,
        "user_id": None,
        "role": party.role,
        "event": event,
        "title": title,
        "text": _placed(text, case.number if linked else "", case.municipality),
        "at": writing.now,
        "read": None,
        "addressed": None,
    }


def _placed(text: str, *places: str) -> str:
    """The text with the case's number and municipality behind it, as far as there are any."""
    known = ", ".join(place for place in places if place)
    return f"{text} ({known})" if known else text
