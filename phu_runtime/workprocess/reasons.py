"""Why a finding matters, in a sentence for whoever drew it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from phu_runtime.errors import Finding

_REASONS = tuple(
    (re.compile(pattern), why)
    for pattern, why in (
        (r"PP-B3|limitatieve lijst|gegevensdeling", "Partijen mogen alleen delen wat in het privacyprotocol staat (PP-B3)."),
        (r"BSN|\bbsn\b", "Een BSN mag alleen worden gebruikt door wie daar wettelijk toe bevoegd is (UAVG art. 46)."),
        (r"geldige XML|geen BPMN|DTD|te groot|te diep|onleesbaar|niet te lezen|leesbare|BPMN-standaard|kan niet worden gelezen",
         "Wat niet zeker gelezen kan worden, kan niet veilig worden uitgevoerd."),
        (r"Code in een tekening|mag alleen FEEL|wordt niet uitgevoerd|geen FEEL", "Een tekening mag geen programma's bevatten."),
        (r"nergens vandaan komt|naam .* is niet bekend|bestaat niet|onbekend",
         "Zonder dit gegeven is de uitkomst leeg en gaat de casus de verkeerde weg."),
        (r"termijn|tijd", "De termijn zou niet of verkeerd gaan lopen, en niemand wordt gewaarschuwd."),
        (r"Niemand (krijgt|kan)|geen partij|baan", "Werk dat van niemand is, blijft liggen."),
        (r"standaardpijl|voorwaarde|uitgang", "Als geen voorwaarde waar is, blijft de casus steken."),
        (r"nergens verder|nooit bereikt|geen einde|geen start|blijven staan|rond",
         "Een casus die hier komt, loopt vast of komt nooit tot een einde."),
        (r"geen uitkomst|ontbreekt een regel|geen regel|overlappen|tegelijk waar|nooit gebruikt",
         "De tabel geeft dan geen of twee antwoorden."),
        (r"niet getekend|zonder tekening", "Wie meeleest, ziet dit onderdeel niet."),
        (r"[Bb]rief", "Een brief met een fout gaat onder de naam van een partij naar een huurder."),
        (r"[Vv]eld|formulier", "De medewerker kan dit formulier dan niet goed invullen."),
    )
)  # fmt: skip
_OTHERWISE = "Een casus die hier komt, loopt vast of gaat ongemerkt een andere weg."


def explained(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with why it matters."""
    return [finding if finding.why else replace(finding, why=_why(finding.message)) for finding in findings]


def _why(message: str) -> str:
    return next((why for pattern, why in _REASONS if pattern.search(message)), _OTHERWISE)
