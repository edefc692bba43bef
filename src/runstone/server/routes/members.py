"""Members: users, teams, what they were given, and what was done with it. For who keeps them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.access.accounts import Accounts
from runstone.access.role import Role, read_role
from runstone.model.errors import BadValue
from runstone.server.action import Action, delete, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.access import accounts_of
from runstone.server.service import Service


class Member(msgspec.Struct, frozen=True):
    """A user. `created_time` is in microseconds since the epoch; `email` is the address by which a provider knows them, empty for none."""

    name: str
    created_time: int
    email: str


class MemberTeam(msgspec.Struct, frozen=True):
    """A team, and the names of its members."""

    name: str
    members: list[str]


class MemberGrant(msgspec.Struct, frozen=True):
    """A role that a `user` or a `team`, the other being empty, has in a project and in all below it; an empty path is the whole home."""

    user: str
    team: str
    role: str
    project: str


class MembersAnswer(msgspec.Struct, frozen=True):
    """All users and teams by name, and what they were given by project."""

    users: list[Member]
    teams: list[MemberTeam]
    grants: list[MemberGrant]


class GrantBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `role` that a `user` or a `team` has in a project from now on; null for none of their own."""

    role: str | None
    project: str = ""
    user: str = ""
    team: str = ""


class InvitationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What who is invited may do, and how long the link holds. Who comes from a provider with this `email` needs no link."""

    role: str = "viewer"
    project: str = ""
    email: str = ""
    lives_secs: float = 7 * 86400.0


class Invited(msgspec.Struct, frozen=True):
    """What stands behind `#` in the link: nobody is told it again."""

    invitation: str


class MemberAsk(msgspec.Struct, frozen=True):
    """Which user."""

    name: Annotated[str, Meta(description="Their name.")]


class AuditAsk(msgspec.Struct, frozen=True):
    """Which entries."""

    before: Annotated[int, Meta(ge=0, le=(1 << 63) - 1, description="Only those with a smaller id.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=1000, description="The most of them.")] = 100


class AuditEntry(msgspec.Struct, frozen=True):
    """What somebody did. `user` is null for who had not logged in, or sat at the machine; `time` in microseconds since the epoch."""

    id: int
    time: int
    user: str | None
    address: str
    action: str
    subject: str
    detail: str


class AuditAnswer(msgspec.Struct, frozen=True):
    """Entries, the newest first."""

    entries: list[AuditEntry]


@get("/api/members", needs=Role.USER)
def list_members(service: Service) -> MembersAnswer:
    """All users, teams and grants."""
    return _members(_kept(service))


@post("/api/members/grants", needs=Role.USER)
def change_grant(service: Service, body: GrantBody) -> MembersAnswer:
    """Give a user or a team a role in a project, in place of the one that they have there, or take it. Somebody always keeps users."""
    accounts = _kept(service)
    if bool(body.user) == bool(body.team):
        raise BadValue("A role is given to one user or to one team. Nothing was changed.")
    where = body.project or "the whole home"
    if body.role is None:
        accounts.grants.take(body.project, user=body.user, team=body.team)
        _note(service, accounts, "grant_taken", body.user or body.team, f"in {where}")
    else:
        accounts.grants.give(read_role(body.role), body.project, user=body.user, team=body.team)
        _note(service, accounts, "granted", body.user or body.team, f"{body.role} in {where}")
    return _members(accounts)


@post("/api/members/invitations", needs=Role.USER)
def invite(service: Service, body: InvitationBody) -> Invited:
    """Invite somebody: whoever follows the link becomes a user, once."""
    accounts = _kept(service)
    if not 1 <= body.lives_secs <= 365 * 86400:
        raise BadValue("An invitation holds a second at least and a year at most. Nothing was made.")
    link = accounts.invitations.create(read_role(body.role), body.project, body.lives_secs, body.email)
    _note(service, accounts, "invited", body.email or link.id, f"{body.role} in {body.project or 'the whole home'}")
    return Invited(link.text)


@delete("/api/members/{name}", needs=Role.USER)
def remove_member(service: Service, ask: MemberAsk) -> MembersAnswer:
    """Remove a user with their roles, tokens and sessions. What they recorded stays."""
    accounts = _kept(service)
    accounts.users.remove(ask.name)
    _note(service, accounts, "user_removed", ask.name)
    return _members(accounts)


@get("/api/audit", needs=Role.USER)
def list_deeds(service: Service, ask: AuditAsk) -> AuditAnswer:
    """What was done about access: logins and failed ones, tokens, roles, invitations."""
    return AuditAnswer([AuditEntry(*deed) for deed in _kept(service).audit.read(ask.before, ask.limit)])


def _kept(service: Service) -> Accounts:
    accounts = accounts_of(service)
    if not service.identity.keeps_users:
        raise Refused(403, "not_allowed", "This takes the role admin in the whole home. Nothing was changed.")
    return accounts


def _note(service: Service, accounts: Accounts, action: str, subject: str, detail: str = "") -> None:
    accounts.audit.note(action, subject, detail, user=service.identity.user, address=service.visit.address)


def _members(accounts: Accounts) -> MembersAnswer:
    return MembersAnswer(
        [Member(user.name, user.created_time, user.email) for user in accounts.users.known()],
        [MemberTeam(team.name, team.members) for team in accounts.grants.teams()],
        [MemberGrant(one.user, one.team, one.role.word, one.project) for one in accounts.grants.known()],
    )


ENDPOINTS: list[Endpoint | Action] = [list_members, change_grant, invite, remove_member, list_deeds]
