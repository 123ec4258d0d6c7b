"""One message sent: through SMTP, or as a file in a practice environment. Mail goes to users only, without personal data."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

SENDER = "Preventie huisuitzettingen <noreply@phu.invalid>"
SECONDS = 20


class Mail(Protocol):
    """What is needed of a row of the outbox."""

    @property
    def recipient(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def created(self) -> datetime: ...


class Postman(Protocol):
    """Sends one mail; "" when it was taken, else what went wrong (it is tried again later, under the same Message-ID)."""

    def send(self, mail: Mail) -> str: ...


def write_message(mail: Mail) -> EmailMessage:
    """The mail as RFC 5322 text, plain, in UTF-8."""
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


class FilePostman:
    """Writes each mail as ``<message id>.eml``: the same mail twice is one file."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, mail: Mail) -> str:
        """The problem, "" for none."""
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            name = mail.message_id.strip("<>").replace("/", "_")
            (self._directory / f"{name}.eml").write_bytes(write_message(mail).as_bytes())
        except OSError as error:
            return str(error)
        return ""


class SmtpPostman:
    """``smtp://user:password@host:587`` (STARTTLS where offered) or ``smtps://host:465``."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def send(self, mail: Mail) -> str:
        """The problem, "" for none."""
        try:
            with self._connect() as server:
                if self._address.username:
                    server.login(unquote(self._address.username), unquote(self._address.password or ""))
                server.send_message(write_message(mail))
        except (OSError, smtplib.SMTPException) as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def _connect(self) -> smtplib.SMTP:
        host, secure = self._address.hostname or "localhost", self._address.scheme == "smtps"
        context = ssl.create_default_context()
        if secure:
            return smtplib.SMTP_SSL(host, self._address.port or 465, timeout=SECONDS, context=context)
        server = smtplib.SMTP(host, self._address.port or 25, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        return server
