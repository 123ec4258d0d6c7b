"""The road of a release, from a first change to the cases that follow it, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from phu_runtime.release_shapes import ReleaseShown, StepShown

SUPPLIED = "Meegeleverd met het systeem."
Step = tuple[str, str]
"""State and sentence."""


def show_steps(shown: ReleaseShown) -> list[StepShown]:
    """The seven steps. ``state``: klaar, bezig (someone is at it), fout (a problem stops it), nu (comes next), straks."""
    road = (
        ("concept", "Veranderen", _drafted(shown)),
        ("controle", "Controleren", _checked(shown)),
        ("proef", "Proefdraaien", _tried(shown, "proefgedraaid", "Speel na wat er met een casus gebeurt.")),
        ("effect", "Effect bekijken", _tried(shown, "effect_bekeken", "Zie wat eerdere besluiten met deze versie waren geworden.")),
        ("akkoord", "Akkoord", _agreed(shown)),
        ("publiceren", "Publiceren", _published(shown)),
        ("migratie", "Lopende casussen", _migrated(shown)),
    )
    steps = [StepShown(key, title, state, sentence) for key, title, (state, sentence) in road]
    return _with_next(steps)


def _with_next(steps: Sequence[StepShown]) -> list[StepShown]:
    """The first step that is not done comes next."""
    first = next((number for number, step in enumerate(steps) if step.state not in ("klaar", "kan")), None)
    if first is None or steps[first].state != "straks":
        return list(steps)
    return [StepShown(step.key, step.title, "nu", step.sentence) if number == first else step for number, step in enumerate(steps)]


def _drafted(shown: ReleaseShown) -> Step:
    if shown.line.status != "draft" or shown.changes:
        return "klaar", f"Begonnen door {shown.line.maker}."
    return "straks", "Er is nog niets veranderd. Open een bestand en pas het aan."


def _checked(shown: ReleaseShown) -> Step:
    whole = shown.whole
    if whole.green:
        return "klaar", "De controle vond geen problemen."
    if shown.line.status != "draft":
        return "klaar", "De controle vond geen problemen." if _was(shown, "gekeurd") else SUPPLIED
    if whole.busy:
        return "bezig", f"De volledige controle loopt: {whole.percentage} %."
    if shown.problems:
        return "fout", "De controle vond 1 probleem." if shown.problems == 1 else f"De controle vond {shown.problems} problemen."
    if whole.state == "stopped":
        return "fout", whole.doing
    if shown.problems == 0:
        return "straks", "Bij het bewaren zijn geen problemen gevonden. Doe nog de volledige controle."
    return "straks", "Deze bestanden zijn nog niet gecontroleerd."


def _was(shown: ReleaseShown, deed: str) -> bool:
    return any(event.deed == deed for event in shown.events)


def _tried(shown: ReleaseShown, deed: str, sentence: str) -> Step:
    """Steps that help but that nothing waits for."""
    done = next((event for event in shown.events if event.deed == deed), None)
    return ("klaar", f"Gedaan door {done.who}.") if done is not None else ("kan", sentence)


def _agreed(shown: ReleaseShown) -> Step:
    if shown.line.status != "draft":
        return "klaar", "Akkoord gegeven." if _was(shown, "akkoord") else SUPPLIED
    given = sum(min(len(demand.given), demand.number) for demand in shown.demands)
    number = sum(demand.number for demand in shown.demands)
    if not number:
        return "straks", "Wie akkoord moet geven, volgt uit wat er verandert."
    if given >= number:
        return "klaar", f"{given} van {number} mensen gaven akkoord."
    return ("bezig" if shown.asked else "straks"), f"{given} van {number} mensen gaven akkoord."


def _published(shown: ReleaseShown) -> Step:
    if shown.line.status == "draft":
        return "straks", "Kies vanaf welke dag nieuwe casussen op deze versie beginnen."
    if shown.line.status == "withdrawn":
        return "klaar", "Ingetrokken: nieuwe casussen beginnen er niet meer op."
    return "klaar", "Gepubliceerd."


def _migrated(shown: ReleaseShown) -> Step:
    if shown.line.status == "published":
        return "kan", "Zet casussen die al liepen over op deze versie."
    return "later", "Casussen die al lopen, houden hun eigen versie. U kunt ze na publicatie overzetten."
