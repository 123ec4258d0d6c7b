"""Invented tenants: no one lives at these addresses, the BSNs are test numbers."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = ["A.", "B.", "C.", "D.", "E.", "F.", "G.", "H.", "I.", "J.", "K.", "L.", "M.", "N.", "P.", "R.", "S.", "T.", "V.", "W."]
LAST = (
    ("", "Voorbeeld"), ("van", "Proef"), ("", "Oefening"), ("de", "Test"), ("", "Verzonnen"), ("van der", "Fictie"), ("", "Nepveld"),
    ("ter", "Leering"), ("", "Demoer"), ("van den", "Schijn"),
)  # fmt: skip
STREETS = ("Proefstraat", "Oefenlaan", "Voorbeeldplein", "Testweg", "Demohof", "Fictiekade")


@dataclass(frozen=True)
class Tenant:
    """One invented person."""

    initials: str
    prefix: str
    surname: str
    born: str
    street: str
    house: str
    postcode: str

    def answers(self, municipality: str) -> dict[str, str]:
        """As the forms ask it."""
        return {
            "voorletters": self.initials,
            "tussenvoegsel": self.prefix,
            "achternaam": self.surname,
            "geboortedatum": self.born,
            "straatnaam": self.street,
            "huisnummer": self.house,
            "postcode": self.postcode,
            "plaatsnaam": municipality,
        }


def tenants(count: int = 60) -> list[Tenant]:
    """Always the same people, in the same order."""
    return [
        Tenant(
            initials=FIRST[number % len(FIRST)],
            prefix=LAST[number % len(LAST)][0],
            surname=LAST[number % len(LAST)][1],
            born=f"{1 + number % 28:02d}-{1 + number % 12:02d}-{1950 + (number * 7) % 50}",
            street=STREETS[number % len(STREETS)],
            house=str(1 + number * 3),
            postcode=f"33{10 + number % 80:02d} AA",
        )
        for number in range(count)
    ]
