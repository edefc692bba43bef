"""What is masked, and what must not be."""

from __future__ import annotations

import pytest

from runstone.sdk.capture.redaction import Redactor, without_credentials

HEX = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("key AKIAIOSFODNN7EXAMPLE used", "key *** used"),
        ("ghp_" + "a1B2" * 9, "***"),
        ("github_pat_" + "a1B2" * 9, "***"),
        ("login with hf_" + "aB3" * 12 + " ok", "login with *** ok"),
        ("OPENAI: sk-proj-" + "aB3" * 12, "OPENAI: ***"),
        ("mine is rs_7Kx2_secretsecretsecret.", "mine is ***."),
        ("xoxb-123456789012-abcdef", "***"),
        (f"wandb login {HEX}", "wandb login ***"),
        (f"WANDB_API_KEY={HEX}", "WANDB_API_KEY=***"),
        ("password=hunter22", "password=***"),
        ('{"password": "hunter22", "user": "me"}', '{"password": "***", "user": "me"}'),
        ("api_key=abcdefgh&x=1", "api_key=***&x=1"),
        ("token=abcdef123456", "token=***"),
        ("HF_TOKEN: abcdef123456", "HF_TOKEN: ***"),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key = ***"),
        ("Authorization: Bearer abc.def.ghi-123456", "Authorization: Bearer ***"),
        ("curl -H 'authorization: Basic dXNlcjpwdw=='", "curl -H 'authorization: Basic ***'"),
        ("pip install https://me:pw123@host/simple", "pip install https://me:***@host/simple"),
    ],
)
def test_secrets_are_masked(text: str, shown: str) -> None:
    assert Redactor({})(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "epoch 1: loss=0.5 tokens: 51200000 tokens_per_sec=123456789",
        "eos_token=<|endoftext|> pad_token='[PAD]' bos_token_id=128000",
        "eos_token: end_of_sequence",
        "num_tokens=123456789",
        "token=12345678",
        f"commit {HEX}",
        "keyboard layout: us",
        "key: value",
        "https://host/path@v1",
        "asian cuisine dataset, risk-adjusted",
        "the bearer of good news",
        "tokenizer: token",
    ],
)
def test_what_trainings_print_is_left_alone(text: str) -> None:
    assert Redactor({})(text) == text


def test_where_alerts_go_to_is_masked() -> None:
    redactor = Redactor(
        {
            "RUNSTONE_ALERT_SLACK": "https://hooks.slack.example/services/xyzzy",
            "RUNSTONE_ALERT_SMTP": "smtp://me:pw@host",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG",
        }
    )
    assert redactor("to https://hooks.slack.example/services/xyzzy, smtp://me:pw@host") == "to ***, ***"
    assert redactor("the key is wJalrXUtnFEMI/K7MDENG") == "the key is ***"


def test_values_of_telling_environment_variables_are_masked() -> None:
    redactor = Redactor(
        {"MY_TOKEN": "opensesame", "DB_PASSWORD": "short", "PATH": "/usr/local/bin", "LONG_API_KEY": "opensesame-2"}
    )
    assert (
        redactor("said opensesame-2, opensesame and short in /usr/local/bin")
        == "said ***, *** and short in /usr/local/bin"
    )


def test_command_lines_lose_secrets_in_either_spelling() -> None:
    words = [
        "train.py",
        "--lr",
        "0.1",
        "--hf-token",
        "abcdef",
        "--api_key=abcdefgh",
        "--password",
        "--verbose",
        "--token",
        "t",
    ]
    assert Redactor({}).command(words) == [
        "train.py", "--lr", "0.1", "--hf-token", "***", "--api_key=***", "--password", "--verbose", "--token", "***",
    ]  # fmt: skip


def test_many_lines_at_once_are_masked_as_each_by_itself() -> None:
    redactor = Redactor({"MY_TOKEN": "opensesame"})
    lines = ["plain", "password=hunter22", "said opensesame", "", "hf_" + "aB3" * 12, "eos_token=<|end|>"]
    assert redactor.lines(lines) == [redactor(line) for line in lines]
    assert redactor.lines(["plain", "too"]) == ["plain", "too"]


def test_masking_twice_changes_nothing_more() -> None:
    redactor = Redactor({})
    once = redactor("password=hunter22 Authorization: Bearer abcdefghijkl")
    assert redactor(once) == once


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:token@github.com/a/b.git", "https://github.com/a/b.git"),
        ("https://token@github.com/a/b.git", "https://github.com/a/b.git"),
        ("git@github.com:a/b.git", "git@github.com:a/b.git"),
        ("ssh://git@host/a", "ssh://host/a"),
        ("/srv/git/x@y", "/srv/git/x@y"),
    ],
)
def test_urls_lose_user_and_password(url: str, shown: str) -> None:
    assert without_credentials(url) == shown
