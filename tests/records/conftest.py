"""What tests of the records share: an organisation, a release and cases in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from phu_runtime.records import cases
from phu_runtime.records.tables.accounts import Organisation, User
from phu_runtime.records.tables.cases import Case, CaseParty
from phu_runtime.records.tables.releases import Release

OPENED = datetime.fromisoformat("2026-03-02T08:00:00+00:00")


def add_surroundings(session: Session) -> None:
    """Two organisations with a user each, and a release."""
    for key in ("trivire", "sterk"):
        session.add(Organisation(id=key, name=key, party="woningcorporatie"))
        session.flush()
        session.add(User(id=f"u_{key}", organisation_id=key, name=key, email=f"{key}@voorbeeld.nl", password_hash="-", created=OPENED))
    session.add(Release(id="r1", name="1", digest="d", status="published", created=OPENED, published=OPENED, valid_from=OPENED))
    session.flush()


def add_case(session: Session, case_id: str, **columns: Any) -> Case:
    """A case of Trivire in Dordrecht; ``columns`` differ."""
    plain = {"release_id": "r1", "process": "p", "municipality": "Dordrecht", "pseudonym": f"ps-{case_id}", "opened": OPENED, "state": b""}
    number = cases.next_case_number(session, 2026)
    party = CaseParty(case_id=case_id, role="woningcorporatie", organisation_id="trivire", since=OPENED, joined=OPENED)
    return cases.add_case(session, Case(id=case_id, number=number, **{**plain, **columns}), [party])


def task(task_id: str, **columns: Any) -> dict[str, Any]:
    """Columns of a task of Trivire."""
    plain = {"element": "bellen", "name": "Huurder bellen", "diagram": "d", "roles": "woningcorporatie", "organisation_id": "trivire"}
    return {"id": task_id, "opened": OPENED, **plain, **columns}


@pytest.fixture
def surroundings() -> Callable[[Session], None]:
    return add_surroundings


@pytest.fixture
def new_case() -> Callable[..., Case]:
    return add_case


@pytest.fixture
def new_task() -> Callable[..., dict[str, Any]]:
    return task
