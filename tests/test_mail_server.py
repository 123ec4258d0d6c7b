"""Mail over SMTP to a real server on this machine: what it gets, and what happens when it or the clock dies on the way."""

from __future__ import annotations

import email
import email.policy
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from phu_runtime.clock import Clock
from phu_runtime.mail import Mail, SmtpPostman
from phu_runtime.records.tables.messages import Outgoing
from tests.region import ACCEPTED, BSN, TENANT, Region

LEASE_MINUTES = 6


class Mailbox:
    """What a server took. ``refuse_after``: from then on it says that it is full; ``cut_after``: from then on it takes the mail and
    hangs up before it says so."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuse_after = self.cut_after = 10_000

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for message in self.taken)

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        """aiosmtpd's door: a mail is complete."""
        if len(self.taken) >= self.refuse_after:
            return "452 the disk is full"
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if len(self.taken) > self.cut_after:
            server.transport.abort()
        return "250 taken"


@contextmanager
def serving(mailbox: Mailbox, port: int) -> Iterator[None]:
    """A server at ``port`` while the block runs."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def told(region: Region) -> Region:
    """A region in which a case was reported and taken, with mail that waits."""
    region.follow(region.start(), ACCEPTED)
    return region


def tick(region: Region, port: int, postman: Any = None) -> None:
    Clock(region.runtime, postman or SmtpPostman(f"smtp://127.0.0.1:{port}")).tick()


def outgoing(region: Region) -> dict[str, Outgoing]:
    with region.runtime.reading() as store:
        return {mail.message_id: mail for mail in store.session.scalars(select(Outgoing))}


def test_each_reader_gets_each_mail_once(told: Region, port: int) -> None:
    mailbox = Mailbox()
    with serving(mailbox, port):
        tick(told, port)
        tick(told, port)
    sent = outgoing(told)
    assert mailbox.ids == Counter(sent.keys())
    assert {str(message["To"]) for message in mailbox.taken} == {mail.recipient for mail in sent.values()}
    assert {mail.status for mail in sent.values()} == {"sent"}


def test_no_mail_names_a_tenant_and_each_leads_to_its_notice(told: Region, port: int) -> None:
    mailbox = Mailbox()
    with serving(mailbox, port):
        tick(told, port)
    for message in mailbox.taken:
        whole = f"{message['Subject']} {message.get_content()}"
        assert "https://phu.example/berichten#" in whole
        for value in (*TENANT.values(), BSN):
            assert len(value) < 4 or value not in whole


def test_a_server_that_is_down_loses_nothing_and_doubles_nothing(told: Region, port: int) -> None:
    for _ in range(3):
        tick(told, port)
        told.clock.move(minutes=10)
    assert {mail.status for mail in outgoing(told).values()} == {"waiting"}
    assert all("refused" in mail.error.lower() for mail in outgoing(told).values())
    mailbox = Mailbox()
    with serving(mailbox, port):
        tick(told, port)
    assert mailbox.ids == Counter(outgoing(told).keys())


def test_a_server_that_is_full_half_way_gets_the_rest_later(told: Region, port: int) -> None:
    mailbox = Mailbox()
    mailbox.refuse_after = 1
    with serving(mailbox, port):
        tick(told, port)
        assert len(mailbox.taken) == 1
        assert Counter(mail.status for mail in outgoing(told).values())["sent"] == 1
        mailbox.refuse_after = 10_000
        told.clock.move(minutes=1)
        tick(told, port)
    assert mailbox.ids == Counter(outgoing(told).keys())


def test_a_mail_whose_receipt_got_lost_comes_again_as_the_same_mail(told: Region, port: int) -> None:
    mailbox = Mailbox()
    mailbox.cut_after = 0
    with serving(mailbox, port):
        tick(told, port)
        mailbox.cut_after = 10_000
        told.clock.move(minutes=1)
        tick(told, port)
    assert set(mailbox.ids) == set(outgoing(told))
    assert {mail.status for mail in outgoing(told).values()} == {"sent"}


class Dying:
    """A postman whose process ends when it has sent ``after`` mails: before the receipt of the last is written down."""

    def __init__(self, port: int, after: int) -> None:
        self._postman = SmtpPostman(f"smtp://127.0.0.1:{port}")
        self._left = after

    def send(self, mail: Mail) -> str:
        problem = self._postman.send(mail)
        self._left -= 1
        if self._left <= 0:
            raise SystemExit
        return problem


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_clock_that_dies_on_the_way_loses_no_mail(told: Region, port: int, after: int) -> None:
    mailbox = Mailbox()
    with serving(mailbox, port):
        with pytest.raises(SystemExit):
            tick(told, port, Dying(port, after))
        tick(told, port)
        assert len(mailbox.taken) == after
        told.clock.move(minutes=LEASE_MINUTES)
        tick(told, port)
    sent = outgoing(told)
    assert set(mailbox.ids) == set(sent)
    assert {mail.status for mail in sent.values()} == {"sent"}
    assert sum(mailbox.ids.values()) == len(sent) + 1  # the one in flight, under the same Message-ID


def test_more_mail_than_one_batch_goes_out_in_one_tick(told: Region, port: int) -> None:
    for number in range(8):
        told.report(told.start(huisnummer=str(number + 20)))
    mailbox = Mailbox()
    with serving(mailbox, port):
        tick(told, port)
    assert len(mailbox.taken) == len(outgoing(told)) > 10
