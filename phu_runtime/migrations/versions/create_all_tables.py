"""Create every table of the first release, with its indexes."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

revision = "create_all_tables"
down_revision = None
branch_labels = None
depends_on = None

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
MOMENT = DateTime(timezone=True)
metadata = MetaData(naming_convention=NAMES)


def key(name: str, kind: Any = String, refers: str = "") -> Column[Any]:
    """A column of the primary key."""
    return Column(name, kind, *([ForeignKey(refers)] if refers else []), primary_key=True)


def must(name: str, kind: Any = String, refers: str = "") -> Column[Any]:
    """A column that is always filled."""
    return Column(name, kind, *([ForeignKey(refers)] if refers else []), nullable=False)


def may(name: str, kind: Any = String, refers: str = "") -> Column[Any]:
    """A column that may be empty."""
    return Column(name, kind, *([ForeignKey(refers)] if refers else []), nullable=True)


def partial(name: str, *columns: str, where: str) -> Index:
    """An index over the rows for which ``where`` holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


Table(
    "access_lines",
    metadata,
    key("id"), must("at", MOMENT), must("event"), must("action"), may("user_id"), may("organisation_id"), must("role"),
    may("responsible_id"), must("pseudonym"), must("fields"), must("purpose"), must("ground"), must("result"),
    must("access_point"), may("seal"), may("number", Integer),
    UniqueConstraint("number"),
    Index("ix_access_lines_organisation_id_at", "organisation_id", "at"),
    Index("ix_access_lines_pseudonym_at", "pseudonym", "at"),
    partial("ix_access_lines_unsealed", "at", "id", where="seal IS NULL"),
)
Table(
    "case_numbers",
    metadata,
    key("year", Integer), must("last", Integer),
)
Table(
    "database_facts",
    metadata,
    key("name"), must("value"),
)
Table(
    "inbox",
    metadata,
    key("id"), may("from_case_id"), may("to_case_id"), must("process"), must("message"), must("at", MOMENT), must("status"),
    must("attempts", Integer), must("next_try", MOMENT), may("sealed", LargeBinary),
    Index("ix_inbox_status_next_try", "status", "next_try"),
)
Table(
    "organisations",
    metadata,
    key("id"), must("name"), must("party"), must("active", Boolean),
    UniqueConstraint("name"),
)
Table(
    "outbox",
    metadata,
    key("id"), may("case_id"), may("user_id"), must("recipient"), must("subject"), must("body"), must("message_id"),
    must("status"), must("attempts", Integer), must("next_try", MOMENT), must("created", MOMENT), may("sent", MOMENT),
    must("error"),
    UniqueConstraint("message_id"),
    Index("ix_outbox_case_id", "case_id"),
    Index("ix_outbox_status_next_try", "status", "next_try"),
)
Table(
    "registers",
    metadata,
    key("id"), must("register"), may("case_id"), must("at", MOMENT), must("municipality"), must("party"), must("reason"),
    Index("ix_registers_case_id", "case_id"),
    Index("ix_registers_register_at", "register", "at"),
)
Table(
    "release_events",
    metadata,
    key("id"), must("release_id"), must("name"), must("at", MOMENT), may("user_id"), must("deed"), must("detail"), must("digest"),
    Index("ix_release_events_at", "at"),
    Index("ix_release_events_release_id", "release_id"),
)
Table(
    "releases",
    metadata,
    key("id"), must("name"), must("digest"), must("status"), may("parent_id"), must("note"), must("created", MOMENT),
    may("created_by"), may("published", MOMENT), may("valid_from", MOMENT), may("valid_until", MOMENT),
    Index("ix_releases_digest", "digest"),
)
Table(
    "sign_in_attempts",
    metadata,
    key("id"), must("account"), must("address"), must("at", MOMENT),
    Index("ix_sign_in_attempts_account_at", "account", "at"),
    Index("ix_sign_in_attempts_address_at", "address", "at"),
)
Table(
    "statistics",
    metadata,
    key("id"), must("release_id"), must("subregion"), must("diagram"), must("element"), must("week"), must("duration"),
    must("outcome"),
)
Table(
    "cases",
    metadata,
    key("id"), must("number"), must("release_id", refers="releases.id"), must("process"), must("municipality"), must("status"),
    must("phase"), must("regisseur"), must("outcome"), must("pseudonym"), may("parent_id"), must("opened", MOMENT),
    may("reported", MOMENT), may("pause_until", MOMENT), may("closed", MOMENT), may("destroy_after", MOMENT),
    must("revision", Integer), must("state", LargeBinary),
    UniqueConstraint("number"),
    Index("ix_cases_pseudonym", "pseudonym"),
)
Table(
    "release_files",
    metadata,
    key("release_id", refers="releases.id"), key("path"), must("content", LargeBinary),
)
Table(
    "teams",
    metadata,
    key("id"), must("organisation_id", refers="organisations.id"), must("name"),
    UniqueConstraint("organisation_id", "name"),
)
Table(
    "case_parties",
    metadata,
    key("case_id", refers="cases.id"), key("role"), key("organisation_id", refers="organisations.id"), must("since", MOMENT),
    may("until", MOMENT), may("joined", MOMENT), must("steps"),
    Index("ix_case_parties_organisation_id_case_id", "organisation_id", "case_id"),
)
Table(
    "decision_lines",
    metadata,
    key("id"), must("case_id", refers="cases.id"), must("release_id"), must("decision"), must("element"), must("at", MOMENT),
    must("sealed", LargeBinary),
    Index("ix_decision_lines_case_id_at", "case_id", "at"),
)
Table(
    "dossier_fields",
    metadata,
    key("case_id", refers="cases.id"), key("field"), key("version", Integer), must("role"), may("organisation_id"),
    may("user_id"), must("at", MOMENT), must("sealed", LargeBinary),
)
Table(
    "incidents",
    metadata,
    key("id"), must("case_id", refers="cases.id"), must("at", MOMENT), must("element"), must("name"), must("reason"),
    must("attempts", Integer), must("status"), may("closed_by"), may("closed", MOMENT), may("sealed", LargeBinary),
    Index("ix_incidents_case_id", "case_id"),
    Index("ix_incidents_status", "status"),
)
Table(
    "letters",
    metadata,
    key("id"), must("case_id", refers="cases.id"), must("template"), must("title"), must("digest"), must("at", MOMENT),
    must("role"), may("organisation_id"), must("sealed", LargeBinary),
    Index("ix_letters_case_id", "case_id"),
)
Table(
    "notices",
    metadata,
    key("id"), may("case_id", refers="cases.id"), must("organisation_id"), may("user_id"), must("role"), must("event"),
    must("title"), must("text"), must("at", MOMENT), may("read", MOMENT), may("addressed", MOMENT),
    Index("ix_notices_case_id", "case_id"),
    Index("ix_notices_organisation_id", "organisation_id", "read", "at"),
    partial("ix_notices_unaddressed", "at", where="addressed IS NULL"),
)
Table(
    "passages",
    metadata,
    key("id"), must("case_id", refers="cases.id"), may("task_id"), must("at", MOMENT), must("element"), must("kind"),
    must("name"), must("diagram"), must("path"), must("round", Integer), may("opened", MOMENT), may("claimed", MOMENT),
    may("due", MOMENT), may("user_id"), may("organisation_id"), must("role"), must("outcome"), may("sealed", LargeBinary),
    Index("ix_passages_case_id_at", "case_id", "at"),
)
Table(
    "submissions",
    metadata,
    key("id"), must("case_id", refers="cases.id"), may("passage_id"), may("task_id"), must("form"), must("element"), must("role"),
    may("user_id"), may("organisation_id"), must("at", MOMENT), may("replaces"), must("replaced", Boolean),
    may("reason", LargeBinary), may("idempotency_key"), must("sealed", LargeBinary),
    UniqueConstraint("case_id", "idempotency_key"),
    Index("ix_submissions_case_id_at", "case_id", "at"),
)
Table(
    "tasks",
    metadata,
    key("id"), must("case_id", refers="cases.id"), must("case_number"), must("element"), must("name"), must("diagram"),
    must("path"), may("form"), must("step"), must("roles"), may("organisation_id"), may("team_id"), must("municipality"),
    must("status"), must("round", Integer), must("opened", MOMENT), may("done", MOMENT), may("done_by"), may("due", MOMENT),
    Column("undated", Boolean, Computed("due IS NULL", persisted=True), nullable=False), must("term"), must("term_kind"),
    must("term_words"), may("claimed_by"), may("claimed_at", MOMENT), must("concept", Boolean),
    Index("ix_tasks_case_id_status", "case_id", "status"),
    partial("ix_tasks_claimed", "claimed_by", "undated", "due", "id", where="status = 'open'"),
    partial("ix_tasks_free", "organisation_id", "undated", "due", "id", where="status = 'open' AND claimed_by IS NULL"),
    partial("ix_tasks_municipality", "organisation_id", "municipality", "undated", "due", "id", where="status = 'open'"),
    partial("ix_tasks_name", "organisation_id", "name", "undated", "due", "id", where="status = 'open'"),
    partial("ix_tasks_number", "organisation_id", "case_number", "id", where="status = 'open'"),
    partial("ix_tasks_worklist", "organisation_id", "undated", "due", "id", where="status = 'open'"),
)
Table(
    "timers",
    metadata,
    key("id"), must("case_id", refers="cases.id"), must("kind"), may("task_id"), must("element"), must("due", MOMENT),
    must("status"), may("leased_until", MOMENT), must("attempts", Integer), must("number", Integer),
    Index("ix_timers_case_id", "case_id"),
    Index("ix_timers_due", "status", "due"),
)
Table(
    "users",
    metadata,
    key("id"), must("organisation_id", refers="organisations.id"), may("team_id", refers="teams.id"), must("name"), must("email"),
    must("password_hash"), may("totp_sealed", LargeBinary), must("totp_step", Integer), must("active", Boolean),
    must("demo", Boolean), must("must_change_password", Boolean), may("password_until", MOMENT), may("sessions_end", MOMENT),
    must("created", MOMENT),
    UniqueConstraint("email"),
    Index("ix_users_organisation_id", "organisation_id"),
)
Table(
    "approvals",
    metadata,
    key("release_id", refers="releases.id"), key("user_id", refers="users.id"), key("digest"), must("role"), must("at", MOMENT),
)
Table(
    "concepts",
    metadata,
    key("place"), key("user_id", refers="users.id"), may("case_id"), must("at", MOMENT), must("sealed", LargeBinary),
    Index("ix_concepts_case_id", "case_id"),
)
Table(
    "recovery_codes",
    metadata,
    key("user_id", refers="users.id"), key("digest"),
)
Table(
    "sign_in_sessions",
    metadata,
    key("id"), must("user_id", refers="users.id"), must("created", MOMENT), must("last_seen", MOMENT), may("revoked", MOMENT),
    must("second_factor", Boolean), must("device"),
    Index("ix_sign_in_sessions_user_id", "user_id"),
)
Table(
    "task_candidates",
    metadata,
    key("task_id", refers="tasks.id"), key("organisation_id"), must("role"),
    Index("ix_task_candidates_organisation_id", "organisation_id"),
)
Table(
    "user_roles",
    metadata,
    key("user_id", refers="users.id"), key("role"),
)


def upgrade() -> None:
    """Create them all, parents first."""
    metadata.create_all(op.get_bind(), checkfirst=False)
