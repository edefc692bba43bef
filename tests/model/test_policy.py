"""The policy of a home: read as people write it, and refused in words where it is none."""

from __future__ import annotations

import pytest

from runstone.model.errors import BadSetting
from runstone.model.home import Home
from runstone.model.policy import Policy, Rule, policy_path, read_policy


def write(home: Home, text: str) -> None:
    policy_path(home).parent.mkdir(parents=True, exist_ok=True)
    policy_path(home).write_text(text)


def test_a_policy_says_what_holds_for_the_home_and_for_projects(home: Home) -> None:
    assert read_policy(home) == Policy()
    write(
        home,
        '[home]\nquota_bytes = 2_000\n[projects."cv/deep"]\nquota_bytes = 5\nkeep_days = 90\nkeep_tags = ["paper"]\n',
    )
    policy = read_policy(home)
    assert policy.quotas() == {"": 2000, "cv/deep": 5}
    rule = Rule(quota_bytes=5, keep_days=90, keep_tags=["paper"])
    assert policy.retention("cv/deep/er") == policy.retention("cv/deep") == ("cv/deep", rule)
    assert policy.retention("cv/deeper") is None
    assert policy.retention("cv") is None


def test_the_nearest_rule_about_keeping_holds() -> None:
    home, project = Rule(keep_days=1), Rule(keep_last=3)
    policy = Policy(home, {"cv": project, "cv/quota": Rule(quota_bytes=1)})
    assert policy.retention("cv/quota/x") == ("cv", project)
    assert policy.retention("nlp") == ("", home)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[home]\nquota = 5\n", "quota"),
        ("[home]\nkeep_days = -1\n", "keep_days"),
        ("[home]\nquota_bytes = 'much'\n", "quota_bytes"),
        ("[home\n", "policy.toml"),
    ],
)
def test_what_is_no_policy_is_refused_with_what_is_wrong(home: Home, text: str, said: str) -> None:
    write(home, text)
    with pytest.raises(BadSetting, match=said):
        read_policy(home)
