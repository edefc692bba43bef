"""Admission: which user somebody is of whom a provider says something, and in which teams."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from runstone.access.audit import Audit
from runstone.access.database import Database
from runstone.access.grants import Grants
from runstone.access.invitations import Invitations
from runstone.access.oidc.failure import LoginFailed
from runstone.access.oidc.provider import Claims
from runstone.access.oidc.settings import ProviderSettings
from runstone.access.subjects import Subjects
from runstone.access.users import Users, check_email
from runstone.model.errors import BadValue, Conflict

_NOT_IN_NAMES = re.compile(r"[^\w.@+-]+")
_MOST_NAME_CHARS = 90


class Admission:
    """Of one server."""

    def __init__(
        self,
        settings: ProviderSettings,
        database: Database,
        users: Users,
        grants: Grants,
        invitations: Invitations,
        subjects: Subjects,
        audit: Audit,
    ) -> None:
        self._settings = settings
        self._database = database
        self._users = users
        self._grants = grants
        self._invitations = invitations
        self._subjects = subjects
        self._audit = audit

    @property
    def wanted(self) -> set[str]:
        """The claims that are asked for."""
        settings = self._settings
        groups = {settings.groups_claim.partition(".")[0]} if settings.teams else set()
        return {settings.name_claim, "email", "email_verified", *groups}

    def admit(self, claims: Claims, address: str) -> str:
        """The name of the user that somebody is, made or linked now if that may be.

        Raises:
            LoginFailed: they are none, and may not become one.
        """
        email = self._verified_email(claims)
        self._check_domain(claims, email)
        with self._database.together():
            user = self._subjects.user(claims.issuer, claims.subject)
            if user is None:
                user = self._newcomer(claims, email, address)
                self._subjects.link(claims.issuer, claims.subject, user)
        self._follow_groups(claims, user, address)
        return user

    def link(self, claims: Claims, user: str, address: str) -> None:
        """Link a login with a user who is logged in.

        Raises:
            LoginFailed: it is somebody else's, or of an address that may not come in.
        """
        self._check_domain(claims, self._verified_email(claims))
        try:
            self._subjects.link(claims.issuer, claims.subject, user)
        except Conflict as error:
            raise LoginFailed(f"{error} Log out at the provider first if you meant another.") from error
        self._audit.note("login_linked", user, claims.issuer, user=user, address=address)
        self._follow_groups(claims, user, address)

    def _newcomer(self, claims: Claims, email: str, address: str) -> str:
        known = next((user.name for user in self._users.known() if email and user.email == email), None)
        if known is not None:
            # An address may go to somebody else one day, who is not who had it.
            if self._subjects.has(claims.issuer, known):
                raise LoginFailed(
                    f"The user {known!r} has your address {email}, and another login of the same provider. Ask an admin of this server who of you it is."
                )
            self._audit.note("login_linked", known, f"{claims.issuer} by {email}", user=known, address=address)
            return known
        invited = bool(email) and self._invitations.is_for(email)
        if not invited and self._settings.new_users == "invited":
            raise self._not_invited(claims, email)
        user = self._users.add(self._free_name(claims, email)).name
        self._audit.note("user_added", user, f"{claims.issuer} {email}".strip(), user=user, address=address)
        if invited:
            self._users.set_email(user, email)
            self._invitations.accept_for(email, user)
            self._audit.note("invitation_accepted", user, email, user=user, address=address)
        elif self._settings.role is not None:
            self._grants.give(self._settings.role, "", user=user)
        return user

    def _not_invited(self, claims: Claims, email: str) -> LoginFailed:
        said = _text(claims, "email")
        if said and not email:
            return LoginFailed(
                f"The provider does not say that the address {said[:100]} is verified. Verify it there, and try again."
            )
        called = email or _text(claims, self._settings.name_claim)[:100] or "somebody without an address"
        return LoginFailed(
            f"The provider knows you as {called}, whom nobody invited. Ask an admin of this server to invite that address, or log in there as who was invited."
        )

    def _verified_email(self, claims: Claims) -> str:
        """The address that somebody has for certain; empty for none."""
        sources = [source for source in (claims.signed, claims.beside) if isinstance(source.get("email"), str)]
        sources.sort(key=lambda source: "email_verified" not in source)
        if not sources:
            return ""
        is_verified = sources[0].get("email_verified", self._settings.trust_emails)
        if is_verified is not True and is_verified != "true":
            return ""
        try:
            return check_email(sources[0]["email"])
        except BadValue:
            return ""

    def _check_domain(self, claims: Claims, email: str) -> None:
        domains = [domain.lower() for domain in self._settings.email_domains]
        if domains and email.rpartition("@")[2] not in domains:
            said = email or _text(claims, "email")[:100]
            came = f"as {said}" if said else "without an address"
            verified = "" if email or not said else ", which it does not say is verified"
            raise LoginFailed(
                f"The provider knows you {came}{verified}, and only addresses of {', '.join(domains)} may come in. Log in there as who has one."
            )

    def _free_name(self, claims: Claims, email: str) -> str:
        taken = {user.name.lower() for user in self._users.known()}
        first = _clean(_text(claims, self._settings.name_claim)) or _clean(email) or "user"
        names = [
            first,
            *([_clean(email)] if email else []),
            *(f"{first}-{number}" for number in range(2, len(taken) + 3)),
        ]
        return next(name for name in names if name and name.lower() not in taken)

    def _follow_groups(self, claims: Claims, user: str, address: str) -> None:
        """Be in the teams of one's groups, and in none of the others that have a group."""
        groups = self._groups(claims)
        if groups is None:
            return
        teams = self._settings.teams
        wanted = {team for group, team in teams.items() if group in groups}
        known = {team.name.lower(): team for team in self._grants.teams()}
        for team in sorted(set(teams.values())):
            if team.lower() not in known:
                self._grants.add_team(team)
            members = known[team.lower()].members if team.lower() in known else []
            try:
                if team in wanted and user not in members:
                    self._grants.join(team, user)
                    self._audit.note("team_joined", user, team, user=user, address=address)
                elif team not in wanted and user in members:
                    self._grants.leave(team, user)
                    self._audit.note("team_left", user, team, user=user, address=address)
            except Conflict as error:
                self._audit.note("team_kept", user, f"{team}: {error}", user=user, address=address)

    def _groups(self, claims: Claims) -> set[str] | None:
        """The groups of somebody; None where the provider leaves open which."""
        name = self._settings.groups_claim
        top = name.partition(".")[0]
        if not self._settings.teams or top in (claims.signed.get("_claim_names") or {}):
            return None  # Entra does so for who is in very many
        for source in (claims.signed, claims.beside):
            found: Any = source.get(name)
            if found is None and top in source:
                found = source
                for part in name.split("."):
                    found = found.get(part) if isinstance(found, dict) else None
            if isinstance(found, str | list):
                return {one for one in ([found] if isinstance(found, str) else found) if isinstance(one, str)}
        return set()


def _text(claims: Claims, name: str) -> str:
    for source in (claims.signed, claims.beside):
        if isinstance(source.get(name), str):
            return "".join(filter(str.isprintable, source[name]))
    return ""


def _clean(text: str) -> str:
    cleaned = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", text)).lstrip(".@+-").rstrip("-")
    return cleaned[:_MOST_NAME_CHARS]
