"""Organisations, teams and users. Devices and failed sign-ins stand in ``records.sign_ins``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.accounts import Organisation, Team, User, UserRole


def get_organisation(session: Session, organisation_id: str) -> Organisation | None:
    """One organisation by its id."""
    return session.get(Organisation, organisation_id)


def organisation_by_name(session: Session, name: str) -> Organisation | None:
    """One organisation by its official name, as decision ``partijen`` spells it."""
    return session.scalar(select(Organisation).where(Organisation.name == name))


def organisation_of_party(session: Session, party: str) -> Organisation | None:
    """The active organisation of a party that has only one (the Meldpunt); the first by name when there are more."""
    query = select(Organisation).where(Organisation.party == party, Organisation.active).order_by(Organisation.name)
    return session.scalars(query.limit(1)).first()


def organisation_of_office(session: Session, role: str, *, first: str = "") -> Organisation | None:
    """Where an office (manager, adviesgroep, fg …) is held by an active account: organisation ``first`` when it is held there, else
    at the Meldpunt (its GGD leads the adviesgroep, art. 4.2), else the first by name."""
    holds = exists().where(User.organisation_id == Organisation.id, User.active, UserRole.user_id == User.id, UserRole.role == role)
    query = select(Organisation).where(Organisation.active, holds)
    nearest = case((Organisation.id == first, 0), (Organisation.party == "meldpunt", 1), else_=2)
    return session.scalars(query.order_by(nearest, Organisation.name).limit(1)).first()


def organisations_of(session: Session, role: str) -> list[Organisation]:
    """Every active organisation that is this party, or where an active account holds this office, by name."""
    holds = exists().where(User.organisation_id == Organisation.id, User.active, UserRole.user_id == User.id, UserRole.role == role)
    query = select(Organisation).where(Organisation.active, or_(Organisation.party == role, holds))
    return list(session.scalars(query.order_by(Organisation.name)))


def organisations(session: Session) -> list[tuple[Organisation, int]]:
    """All organisations with the number of active accounts, by party and name."""
    members = select(User.organisation_id, func.count().label("number")).where(User.active).group_by(User.organisation_id).subquery()
    query = select(Organisation, func.coalesce(members.c.number, 0)).join(
        members, members.c.organisation_id == Organisation.id, isouter=True
    )
    return [(organisation, number) for organisation, number in session.execute(query.order_by(Organisation.party, Organisation.name))]


def organisation_names(session: Session, organisation_ids: Iterable[str]) -> Mapping[str, str]:
    """Organisation id → name, for those that exist."""
    wanted = set(organisation_ids)
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    return {row.id: row.name for row in session.execute(query)} if wanted else {}


def add_organisation(session: Session, name: str, party: str) -> Organisation:
    """A new organisation."""
    organisation = Organisation(name=name, party=party)
    session.add(organisation)
    session.flush()
    return organisation


def get_team(session: Session, team_id: str) -> Team | None:
    """One team by its id."""
    return session.get(Team, team_id)


def teams_of(session: Session, organisation_id: str | None = None) -> list[Team]:
    """The teams of one organisation, or all, by name."""
    query = select(Team).order_by(Team.name)
    return list(session.scalars(query if organisation_id is None else query.where(Team.organisation_id == organisation_id)))


def add_team(session: Session, organisation_id: str, name: str) -> Team:
    """A new team of an organisation."""
    team = Team(organisation_id=organisation_id, name=name)
    session.add(team)
    session.flush()
    return team


def get_user(session: Session, user_id: str, *, locked: bool = False) -> User | None:
    """One user by id; ``locked`` until the transaction ends."""
    return session.get(User, user_id, with_for_update=True, populate_existing=True) if locked else session.get(User, user_id)


def user_by_email(session: Session, email: str) -> User | None:
    """The user with this e-mail address (small letters), locked until the transaction ends: failures are counted one by one."""
    return session.scalar(select(User).where(User.email == email).with_for_update())


def add_user(
    session: Session,
    *,
    organisation_id: str,
    name: str,
    email: str,
    password_hash: str,
    created: datetime,
    roles: Iterable[str],
    team_id: str | None = None,
    demo: bool = False,
    must_change_password: bool = False,
    password_until: datetime | None = None,
) -> User:
    """A new user with its roles; moments in real time."""
    user = User(
        organisation_id=organisation_id,
        team_id=team_id,
        name=name,
        email=email,
        password_hash=password_hash,
        created=created,
        demo=demo,
        must_change_password=must_change_password,
        password_until=password_until,
        totp_sealed=None,
        sessions_end=None,
    )
    session.add(user)
    session.flush()
    set_roles(session, user.id, roles)
    return user


def roles_of(session: Session, user_id: str) -> frozenset[str]:
    """The roles of one account."""
    return frozenset(session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))


def set_roles(session: Session, user_id: str, roles: Iterable[str]) -> None:
    """Give an account these roles instead of the ones it has."""
    session.execute(delete(UserRole).where(UserRole.user_id == user_id))
    session.add_all(UserRole(user_id=user_id, role=role) for role in sorted(set(roles)))
    session.flush()


def users(
    session: Session, *, organisation_id: str | None = None, demo: bool | None = None, only_active: bool = False
) -> list[tuple[User, Organisation, frozenset[str]]]:
    """Users with their organisation and roles, by organisation and name; of one organisation, or only (no) demo accounts."""
    query = select(User, Organisation).join(Organisation, Organisation.id == User.organisation_id)
    if organisation_id is not None:
        query = query.where(User.organisation_id == organisation_id)
    if demo is not None:
        query = query.where(User.demo.is_(demo))
    if only_active:
        query = query.where(User.active, Organisation.active)
    found = [(user, organisation) for user, organisation in session.execute(query.order_by(Organisation.name, User.name))]
    roles = _roles_by_user(session, [user.id for user, _ in found])
    return [(user, organisation, roles.get(user.id, frozenset())) for user, organisation in found]


def with_second_factor(session: Session, *, locked: bool = False) -> list[User]:
    """The users who have a second factor, by id; ``locked`` until the transaction ends."""
    query = select(User).where(User.totp_sealed.is_not(None)).order_by(User.id)
    return list(session.scalars(query.with_for_update() if locked else query))


def count_users(session: Session) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count()).select_from(User)) or 0


def names_of(session: Session, user_ids: Iterable[str]) -> Mapping[str, str]:
    """User id → name, for the users that exist."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    return {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(wanted)))}


def colleagues(session: Session, organisation_id: str) -> Sequence[tuple[str, str]]:
    """(id, name) of the active users of an organisation, by name."""
    query = select(User.id, User.name).where(User.organisation_id == organisation_id, User.active).order_by(User.name)
    return [(user_id, name) for user_id, name in session.execute(query)]


def _roles_by_user(session: Session, user_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    if user_ids:
        for user_id, role in session.execute(select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(user_ids))):
            found.setdefault(user_id, set()).add(role)
    return {user_id: frozenset(roles) for user_id, roles in found.items()}
