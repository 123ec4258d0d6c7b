"""One mail on its way: as a file, or through a mail server that answers well, badly or not at all."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from phu_runtime.mail import FilePostman, SmtpPostman, write_message


@dataclass(frozen=True)
class Waiting:
    """A row of the outbox."""

    recipient: str = "linda.degroot@trivire.example"
    subject: str = "De eerste beoordeling is klaar – bekijk het antwoord"
    body: str = "De eerste beoordeling is klaar.\n\nBekijk het bericht: https://phu.example/berichten#1\n"
    message_id: str = "<0123@phu>"
    created: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@contextmanager
def mail_server(refuse: str = "") -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that speaks just enough SMTP; its address and what it took. ``refuse``: a command it refuses."""
    taken: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, taken, refuse))
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", taken
        thread.join(timeout=10)


def _serve(listening: socket.socket, taken: list[str], refuse: str) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb") as stream:
        stream.write(b"220 here\r\n")
        stream.flush()
        for line in iter(stream.readline, b""):
            command = line.decode().strip().upper()
            if refuse and command.startswith(refuse):
                stream.write(b"550 not here\r\n")
            elif command == "DATA":
                stream.write(b"354 go on\r\n")
                stream.flush()
                taken.append(b"".join(iter(stream.readline, b".\r\n")).decode())
                stream.write(b"250 taken\r\n")
            else:
                stream.write(b"221 bye\r\n" if command == "QUIT" else b"250 here\r\n")
            stream.flush()
            if command == "QUIT":
                return


def test_a_message_has_the_headers_that_keep_it_one_message() -> None:
    message = write_message(Waiting())
    assert message["Message-ID"] == "<0123@phu>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Mon, 02 Mar 2026 08:00:00 +0000"
    assert message.get_content_type() == "text/plain"


def test_a_file_holds_the_whole_mail_and_the_same_mail_is_the_same_file(tmp_path: Path) -> None:
    postman = FilePostman(tmp_path / "mail")
    assert (postman.send(Waiting()), postman.send(Waiting())) == ("", "")
    (path,) = (tmp_path / "mail").iterdir()
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (read["To"], read["Subject"]) == (Waiting.recipient, Waiting.subject)
    assert read.get_content() == Waiting.body


def test_a_message_id_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    assert FilePostman(tmp_path / "mail").send(Waiting(message_id="<../../elsewhere@phu>")) == ""
    assert [path.parent.name for path in tmp_path.rglob("*.eml")] == ["mail"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("")
    assert FilePostman(tmp_path / "mail").send(Waiting()) != ""


def test_a_mail_server_gets_the_mail() -> None:
    with mail_server() as (address, taken):
        assert SmtpPostman(address).send(Waiting()) == ""
    read = email.message_from_string(taken[0], policy=email.policy.default)
    assert (read["Message-ID"], read["To"]) == ("<0123@phu>", Waiting.recipient)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_mail_server_that_refuses_is_told_and_nothing_is_raised(command: str) -> None:
    with mail_server(refuse=command) as (address, taken):
        problem = SmtpPostman(address).send(Waiting())
    assert "not here" in problem
    assert taken == []


def test_a_mail_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "refused" in SmtpPostman(f"smtp://127.0.0.1:{port}").send(Waiting()).lower()
