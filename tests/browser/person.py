"""Someone at a browser: opens, reads, fills in and sends, as the labels and buttons say. Every page is looked at on arrival."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect

from phu_runtime.demo import DEMO_PASSWORD
from phu_runtime.formdefs.form import Component
from tests.browser.demo_site import Demo
from tests.browser.looking import Axe, Links, Witness, no_sideways_scrolling

FREE = r"( \(niet verplicht\))?\s*"


def spoken(name: str) -> re.Pattern[str]:
    """The name of a button or link. Browsers put a space before words that are there only for screen readers."""
    return re.compile("^" + re.escape(name).replace(":", " ?:") + "$")


class Person:
    """``email``: the account; ``browser``'s context is this person's alone."""

    def __init__(self, context: Any, demo: Demo, email: str, axe: Axe, links: Links, *, has_script: bool = True) -> None:
        self.context, self.demo, self.email, self.has_script = context, demo, email, has_script
        self.axe, self.links = axe, links
        self.witness = Witness(context, demo.address)
        self.page = context.new_page()
        self.form = self.page.locator("form.phu-formulier")

    # ---- going somewhere

    def enter(self) -> None:
        """Signed in already, with the cookie of a session begun elsewhere."""
        self.context.add_cookies([{"name": "phu", "value": self.demo.token(self.email), "url": self.demo.address}])

    def sign_in(self) -> None:
        """At the door, with the address and the password."""
        self.open("/inloggen")
        self.page.get_by_label("E-mailadres van uw werk").fill(self.email)
        self.page.get_by_label("Wachtwoord", exact=True).fill(DEMO_PASSWORD)
        self.press("Inloggen")
        expect(self.page.get_by_role("heading", level=1, name="Werklijst")).to_be_visible()

    def sign_out(self) -> None:
        """By the menu under one's name."""
        self.page.locator(".phu-wie > summary").click()
        self.press("Uitloggen")
        expect(self.page.get_by_role("heading", level=1, name="Inloggen")).to_be_visible()

    def open(self, path: str, *, refused: int = 0) -> None:
        """The page at this address; ``refused``: the status with which it must be refused."""
        self.page.goto(self.demo.address + path)
        self.look(refused)

    def press(self, name: str, within: Any = None, *, refused: int = 0) -> None:
        """A button that leads to a page."""
        self.go_by((within or self.page).get_by_role("button", name=spoken(name)), refused=refused)

    def follow(self, name: str, within: Any = None) -> None:
        """A link that leads to a page."""
        self.go_by((within or self.page).get_by_role("link", name=spoken(name)))

    def go_by(self, place: Any, *, refused: int = 0) -> None:
        """Whatever leads to a page, clicked."""
        with self.page.expect_navigation():
            place.first.click()
        self.look(refused)

    def look(self, refused: int = 0) -> None:
        """What every page must be."""
        if refused:
            self.witness.refusal(refused)
        expect(self.page.locator("h1")).to_have_count(1)
        if self.has_script:
            expect(self.page.locator("[data-bpmn]:not(.is-getekend)")).to_have_count(0)
            self.axe.finds_nothing(self.page)
        no_sideways_scrolling(self.page)
        self.links.lead_somewhere(self.page, self.email)

    # ---- a case

    def open_case(self, case_id: str, *, refused: int = 0) -> None:
        """The page of a case."""
        self.open(f"/casussen/{case_id}", refused=refused)

    def open_task(self, case_id: str, form: str) -> None:
        """From the worklist of one's organisation (which is looked at after every task that was sent) to the task."""
        row = self.demo.task(case_id, form, self.email)
        self.page.goto(f"{self.demo.address}/werklijst?lijst=organisatie")
        self.go_by(self.page.locator(f"a[href='/taken/{row.id}']"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(row.name)

    def do(self, case_id: str, form: str, example: str, **more: Any) -> None:
        """A task from the worklist until it is sent."""
        self.open_task(case_id, form)
        self.fill(form, self.demo.example(form, example, **more))
        self.send()

    def send(self, button: str = "Afronden en versturen") -> None:
        """The form, as it stands; the next page says that it was done."""
        self.press(button, self.form)
        expect(self.page.locator("#meldingen .utrecht-alert--ok")).to_be_visible()

    # ---- a form

    def fill(self, form: str, answers: Mapping[str, Any]) -> None:
        """Each answer at its label, in the order of the form. ``answers``: key → as a browser sends it (dates in ISO)."""
        components = {component.key: component for component in self.demo.work.forms[form].fields()}
        assert set(answers) <= set(components), set(answers) - set(components)
        for key, component in components.items():
            if key in answers:
                self._answer(component, answers[key])

    def _answer(self, component: Component, answer: Any) -> None:
        datum = self.demo.work.dictionary.fields[component.key]
        label = re.compile(rf"^\s*{re.escape(component.label or datum.label)}{FREE}$")
        options = dict(component.options or datum.values)
        if component.type in ("radio", "checklist"):
            group = self.form.get_by_role("group", name=label)
            for one in answer if isinstance(answer, list) else [answer]:
                group.get_by_label(options[one], exact=True).check()
        elif component.type == "datetime":
            self.write_date(self.form.get_by_role("group", name=label), answer)
        elif component.type == "select":
            self.form.get_by_label(label).select_option(label=options.get(answer, answer))
        elif component.type == "checkbox":
            self.form.get_by_label(label).set_checked(answer == "ja")
        else:
            self.form.get_by_label(label).fill(answer)

    def write_date(self, group: Any, answer: str) -> None:
        """``2026-03-02`` or ``02-03-2026`` in its three boxes."""
        parts = answer.split("-")
        year_first = len(parts[0]) == 4
        for name, part in zip(("Dag", "Maand", "Jaar"), reversed(parts) if year_first else parts, strict=True):
            group.get_by_label(name, exact=True).fill(part)

    # ---- the end

    def leave(self) -> None:
        """All that was seen was right."""
        self.page.close()
        self.context.close()
        self.witness.saw_nothing_wrong()
