"""Alerts by e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from runstone.alerts.message import Message

_TIMEOUT_SECS = 20.0


class Mail:
    """Mails an alert through an SMTP server."""

    name = "mail"

    def __init__(self, server: str, to: Sequence[str], sender: str | None) -> None:
        """
        Args:
            server: `smtp://user:password@host:port`, which turns to TLS where the server offers it, or `smtps://…`, which begins with it.
            to: addresses.
            sender: an address; None for the first of `to`.
        """
        self._server = urlsplit(server)
        self._to = list(to)
        self._sender = sender or self._to[0]

    def deliver(self, message: Message) -> None:
        """Send it.

        Raises:
            OSError: the server did not take it (`smtplib.SMTPException` is one).
        """
        import smtplib
        import ssl
        from email.message import EmailMessage

        mail = EmailMessage()
        mail["Subject"] = " ".join(f"[{message.level}] {message.heading}".split())
        mail["From"], mail["To"] = self._sender, ", ".join(self._to)
        mail.set_content(message.body)
        try:
            host, port = self._server.hostname or "localhost", self._server.port
        except ValueError:  # its words hold a part of the password
            raise OSError(
                "the address of the server has no port; / and # in a password are written %2F and %23"
            ) from None
        secure = self._server.scheme == "smtps"
        connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with connect(host, port or (465 if secure else 25), timeout=_TIMEOUT_SECS) as server:
            if not secure and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if self._server.username:
                server.login(unquote(self._server.username), unquote(self._server.password or ""))
            server.send_message(mail)
