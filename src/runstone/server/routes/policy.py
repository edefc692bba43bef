"""Policy: what projects take up beside their quotas, what retention would put into the bin, and the rules themselves. For who keeps the server."""

from __future__ import annotations

import time

import msgspec

from runstone.access.role import Role
from runstone.model.errors import BadSetting, BadValue, Conflict
from runstone.model.policy import Policy, parse_policy, policy_path, read_policy_text, write_policy_text
from runstone.query.retention import Outdated, outdated
from runstone.query.space import project_space
from runstone.server.action import Action, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.service import Service

# So many are named; all are counted.
_MOST_NAMED = 500


class Usage(msgspec.Struct, frozen=True):
    """What a project takes up with all below it, and its quota, null without one; the empty path is the whole home."""

    project: str
    used_bytes: int
    quota_bytes: int | None


class PolicyAnswer(msgspec.Struct, frozen=True):
    """The rules as they are written in the file at `path`; why they cannot be read, in `trouble`, or what follows of them: `usage`, by project, and the
    `outdated` runs that retention would put into the bin, the oldest of them named and `outdated_total` counted."""

    path: str
    text: str
    trouble: str
    usage: list[Usage]
    outdated: list[Outdated]
    outdated_total: int


class PolicyDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules that somebody thinks of."""

    text: str


class PolicyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules from now on, and those that the person had before them: if somebody wrote others meanwhile, nothing is changed."""

    text: str
    expected_text: str


@get("/api/policy", needs=Role.USER)
def read_rules(service: Service) -> PolicyAnswer:
    """The rules of the home, what projects take up, and what retention would take next."""
    _check(service)
    return _answer(service, read_policy_text(service.home))


@post("/api/policy/preview", needs=Role.USER)
def preview_rules(service: Service, body: PolicyDraft) -> PolicyAnswer:
    """What would follow of other rules. Nothing is changed."""
    _check(service)
    return _answer(service, body.text)


@post("/api/policy", needs=Role.USER)
def write_rules(service: Service, body: PolicyChange) -> PolicyAnswer:
    """Write the rules, with all comments and blanks as they are given. Rules that cannot be read are refused."""
    _check(service)
    if service.home.is_copy:
        raise Refused(403, "not_allowed", "This is a copy of a home. Its rules are written where it lies.")
    try:
        parse_policy(body.text)
    except BadSetting as error:
        raise BadValue(str(error)) from error
    with service.receiving:
        if read_policy_text(service.home) != body.expected_text:
            raise Conflict("Somebody wrote other rules meanwhile. Nothing was changed. Look at them, and change those.")
        write_policy_text(service.home, body.text)
    if service.accounts is not None:
        service.accounts.audit.note(
            "policy_changed", "policy.toml", "", user=service.identity.user, address=service.visit.address
        )
    return _answer(service, body.text)


def _check(service: Service) -> None:
    if service.accounts is not None and not service.identity.keeps_users:
        raise Refused(403, "not_allowed", "This takes the role admin in the whole home. Nothing was changed.")


def _answer(service: Service, text: str) -> PolicyAnswer:
    path = str(policy_path(service.home))
    try:
        policy = parse_policy(text)
    except BadSetting as error:
        return PolicyAnswer(path, text, str(error), [], [], 0)
    found = outdated(service.index, policy, time.time_ns() // 1000)
    return PolicyAnswer(path, text, "", _usage(service, policy), found[:_MOST_NAMED], len(found))


def _usage(service: Service, policy: Policy) -> list[Usage]:
    quotas = policy.quotas()
    whole = project_space(service.index)
    used = {"": whole.total.total_bytes, **{each.project: each.total_bytes for each in whole.projects}}
    for project in quotas.keys() - used.keys():
        used[project] = project_space(service.index, project).total.total_bytes
    return [Usage(project, used[project], quotas.get(project)) for project in sorted(used)]


ENDPOINTS: list[Endpoint | Action] = [read_rules, preview_rules, write_rules]
