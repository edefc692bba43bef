"""Providers of OpenID Connect over HTTP: a real one in a process of its own, and one in this process that says whatever a test wants, right or wrong."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from ports import free_ports
from waiting import wait_until

CLIENT = "runstone"
SECRET = "the secret of a client"
KEY = RSAKey.generate_key(2048, {"kid": "first"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "second"})


class Provider(ThreadingHTTPServer):
    """Signs what a test says. It checks codes, PKCE and who asks as the real ones do; each code holds once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        self.keys = [KEY]
        self.signs_by = KEY
        self.header: dict[str, Any] = {}
        self.id_token: str | None = None
        self.trouble: dict[str, str] = {}
        self.asked: list[str] = []
        self.ending = threading.Event()
        self._codes: dict[str, dict[str, str]] = {}

    def come(self, page: str, **brought: str) -> dict[str, str]:
        """What a browser comes back with that was sent to a page and logged in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        code = f"code {len(self._codes)}"
        self._codes[code] = asked
        return {"state": asked["state"], "code": code, **brought}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to who redeems a code."""
        pair = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        if authorization != f"Basic {pair}":
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"] != challenge.decode().rstrip("=")
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            "sub": "1",
            **self.claims,
            **self.wrong,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.signs_by.kid, **self.header}
        return 200, {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "id_token": self.id_token or jwt.encode(header, claims, self.signs_by),
        }


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at = self.server.issuer
        match urlsplit(self.path).path:
            case "/.well-known/openid-configuration":
                self._say(
                    "discovery",
                    200,
                    {
                        "issuer": at,
                        "authorization_endpoint": f"{at}/authorize?tenant=lab",
                        "token_endpoint": f"{at}/token",
                        "jwks_uri": f"{at}/keys",
                        "userinfo_endpoint": f"{at}/userinfo",
                    },
                )
            case "/keys":
                unknown = {"kty": "of the future", "kid": "third"}
                self._say("keys", 200, {"keys": [unknown, *KeySet(list(self.server.keys)).as_dict()["keys"]]})
            case "/userinfo":
                is_known = self.headers.get("authorization") == "Bearer an-access-token"
                self._say(
                    "userinfo",
                    200 if is_known else 401,
                    {"sub": self.server.claims.get("sub", "1"), **self.server.user_info},
                )

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(data).items()}
        self._say("token", *self.server.token(form, self.headers.get("authorization", "")))

    def _say(self, what: str, status: int, answer: dict[str, Any]) -> None:
        self.server.asked.append(what)
        trouble = self.server.trouble.get(what)
        body = json.dumps(answer).encode()
        match trouble:
            case "hang":
                self.server.ending.wait(60)
                return
            case "drip":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not self.server.ending.wait(0.1):
                    try:
                        self.wfile.write(b"a")
                    except OSError:
                        return
                return
            case "garbage":
                body = b"<html>\xff"
            case "list":
                body = b"[" * 100_000
            case "long":
                body = b" " * (2 << 20) + body
            case "error":
                status = 500
            case "elsewhere":
                self.send_response(302)
                self.send_header("location", "http://169.254.169.254/")
                self.end_headers()
                return
            case str():
                body = trouble.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # whoever asked has heard enough

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
        """Say nothing."""


@contextmanager
def provider() -> Iterator[Provider]:
    """One that says what a test wants."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def real_provider(log: Path, *people: dict[str, Any]) -> Iterator[str]:
    """A real one, which lets these people in by one click; its issuer."""
    (port,) = free_ports(1)
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    for person in people:
        command += ["--user-claims", json.dumps(person)]
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ}) as process:

        def is_there() -> bool:
            assert process.poll() is None, log.read_text()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", "/.well-known/openid-configuration")
                return connection.getresponse().status == 200
            except OSError:
                return False
            finally:
                connection.close()

        try:
            wait_until(is_there)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
