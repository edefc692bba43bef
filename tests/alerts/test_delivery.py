"""Alerts reach people by real servers, and never delay or end a training."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.alerts.delivery import Delivery
from runstone.alerts.desktop import Desktop
from runstone.alerts.mail import Mail
from runstone.alerts.message import Message
from runstone.alerts.rules import parse_rule
from runstone.alerts.webhook import Webhook
from runstone.index.index import Index
from runstone.model.errors import BadSetting, BadValue
from runstone.query import alerts

Eventually = Callable[..., object]

MESSAGE = Message(
    "Loss <diverged>",
    "It is nan\nat step 3",
    "error",
    "nan",
    1_000_000,
    "a1",
    "CVR-1",
    "brave-fox",
    "cv",
    "http://h/r/a1",
)


class Listener:
    """An HTTP server that keeps what is posted to it; `refusals` answers are errors first."""

    def __init__(self, refusals: int = 0) -> None:
        self.posts: list[tuple[str, Any]] = []
        self.refusals = refusals
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if listener.refusals > 0:
                    listener.refusals -= 1
                    self.send_error(503)
                    return
                listener.posts.append((self.path, json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


class Postbox:
    """A tiny SMTP server."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._ready.wait(20)

    def _run(self) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            def say(line: str) -> None:
                writer.write(f"{line}\r\n".encode())

            say("220 here")
            while line := (await reader.readline()).decode().strip():
                word = line.split()[0].upper()
                if word == "EHLO":
                    say("250 hello")
                elif word == "DATA":
                    say("354 go on")
                    body = (await reader.readuntil(b"\r\n.\r\n")).decode()
                    self.mails.append(body)
                    say("250 taken")
                elif word == "QUIT":
                    say("221 bye")
                    break
                else:
                    say("250 fine")
            await writer.drain()
            writer.close()

        async def serve() -> None:
            server = await asyncio.start_server(talk, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._stop = asyncio.Event()
            self._ready.set()
            await self._stop.wait()
            server.close()

        self._loop.run_until_complete(serve())
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


def test_an_alert_goes_to_webhooks_and_into_the_journal(listener: Listener, index: Index) -> None:
    settings = {"alert_webhook": listener.url, "alert_slack": listener.url + "/slack", "alert_level": "warn"}
    with rs.init("cv", name="brave-fox", id="a1", settings=settings) as run:
        assert run.alert("Just so", "not urgent")
        assert run.alert("Loss diverged", "It is <nan>", level="WARN")
    assert [path for path, _ in listener.posts] == ["/hook", "/hook/slack"]
    plain, slack = (document for _, document in listener.posts)
    assert (plain["title"], plain["level"], plain["run"], plain["project"]) == ("Loss diverged", "warn", "a1", "cv")
    assert slack["text"].startswith("Loss diverged · brave-fox")
    assert slack["attachments"][0]["text"] == "It is &lt;nan&gt;"
    index.refresh()
    assert [(alert.title, alert.level) for alert in alerts.list_alerts(index).alerts] == [
        ("Loss diverged", "warn"),
        ("Just so", "info"),
    ]


def test_a_server_that_is_down_for_a_moment_is_tried_again() -> None:
    listener = Listener(refusals=2)
    troubles: list[str] = []
    delivery = Delivery([Webhook(listener.url)], "info", troubles.append, retry_secs=(0.0, 0.0))
    delivery.send(MESSAGE)
    delivery.drain(20)
    listener.close()
    assert len(listener.posts) == 1
    assert troubles == []


def test_a_server_that_never_answers_costs_the_training_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with rs.init(id="a1", settings={"alert_webhook": "http://127.0.0.1:9/", "finish_timeout_secs": 20.0}) as run:
        began = time.monotonic()
        run.alert("Nobody hears this")
        assert time.monotonic() - began < 5.0, "it waited between tries"
    assert "could not be delivered" in capfd.readouterr().err
    detail = rs.Api().run("a1").detail
    assert [trouble.kind for trouble in detail.troubles] == ["alert_undelivered"]
    assert detail.state == "finished"


def test_an_alert_is_mailed() -> None:
    postbox = Postbox()
    Mail(f"smtp://127.0.0.1:{postbox.port}", ["me@example.org", "you@example.org"], None).deliver(MESSAGE)
    postbox.close()
    (mail,) = postbox.mails
    assert "To: me@example.org, you@example.org" in mail
    assert "[error] Loss <diverged>" in mail.replace("\r\n ", " ") or "=?utf-8?" in mail
    assert "http://h/r/a1" in mail


def test_an_alert_is_shown_on_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/shown\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    Desktop().deliver(MESSAGE)
    words = (tmp_path / "shown").read_text().split("|")
    assert words[:3] == ["--urgency=critical", "--app-name=Runstone", "--"]
    assert words[3] == MESSAGE.heading
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(OSError, match="notify-send"):
        Desktop().deliver(MESSAGE)


def test_alerts_of_one_title_wait_for_each_other() -> None:
    with rs.init(id="a1") as run:
        assert run.alert("often", wait_duration=1000)
        assert not run.alert("often", wait_duration=timedelta(hours=1))
        assert run.alert("often", wait_duration=0)
        assert run.alert("another", level="ERROR")
        with pytest.raises(ValueError, match="level"):
            run.alert("x", level="panic")
        with pytest.raises(BadValue, match="title"):
            run.alert("")
        with pytest.raises(BadValue, match="duration"):
            run.alert("x", wait_duration=-1)
    assert [alert.title for alert in rs.Api().run("a1").alerts()] == ["another", "often", "often"]


def test_rules_are_read_as_people_write_them() -> None:
    assert parse_rule("train/loss > 10")[1:] == ("above", "train/loss", 10.0)
    assert parse_rule("val/acc<0.1")[1:] == ("below", "val/acc", 0.1)
    assert parse_rule("nan")[1:] == ("nan", "", 0.0)
    assert parse_rule("nan train/loss")[1:] == ("nan", "train/loss", 0.0)
    assert parse_rule("stall 600")[1:] == ("stall", "", 600.0)
    for wrong in ("", "loss", "loss > much", "stall", "stall -1", "nanny"):
        with pytest.raises(ValueError, match="rule"):
            parse_rule(wrong)
    with pytest.raises(BadSetting, match="alert_rules"):
        rs.init(settings={"alert_rules": "loss ~ 3"})


def test_rules_look_at_every_point(index: Index, eventually: Eventually) -> None:
    """One NaN between thousands of good values is found, also when the run ends at once after it."""
    with rs.init(id="a1", settings={"alert_rules": ["nan"]}) as run:
        run.alert_on("loss > 5", level="error", wait_duration=0)
        for step in range(2000):
            run.log({"loss": 9.0 if step == 700 else 1.0, "acc": float("nan") if step == 1234 else 0.5})
    index.refresh()
    found = {(alert.title, alert.level, alert.rule, alert.step) for alert in alerts.list_alerts(index).alerts}
    assert found == {("acc is not finite", "warn", "nan", 1234), ("loss > 5", "error", "loss > 5", 700)}


def test_silence_is_found_while_the_process_lives(index: Index, eventually: Eventually) -> None:
    with rs.init(id="a1") as run:
        run.alert_on("stall 0.2")
        run.log({"loss": 1.0})

        def raised() -> bool:
            index.refresh()
            return [alert.rule for alert in alerts.list_alerts(index).alerts][:1] == ["stall 0.2"]

        eventually(raised)


@pytest.mark.parametrize("where", ["not-a-url/xyzzy", "smtp://me:xy/zzy@host"])
def test_what_is_said_of_a_wrong_address_does_not_hold_it(where: str, capfd: pytest.CaptureFixture[str]) -> None:
    way = {"alert_smtp": where, "alert_email_to": ["a@b.example"]} if "smtp" in where else {"alert_webhook": where}
    with rs.init("p", id="r", settings=way) as run:
        run.alert("oh")
    said = capfd.readouterr().err
    (trouble,) = rs.Api().run("r").detail.troubles
    for text in (said, trouble.message):
        assert "could not be delivered" in text
        assert "zzy" not in text
        assert "'xy" not in text
