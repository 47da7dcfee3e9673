"""Sends one letter by SMTP."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from bot.inbox.failures import Unsent
from bot.model.letter import Posted

# For each step of the talk with the server; all of them together stay below a letter's lease.
_STEP_SECONDS = 20
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Mailer:
    """A mail server by its address (`smtp://user:password@host:587`, `smtps://...`), and whom mails come from."""

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender

    def send(self, letter: Posted) -> None:
        """Hand a letter over.

        Raises:
            Unsent: saying what happened without any address, and whether trying again may help.
        """
        try:
            self._hand_over(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()), (550, b""))[0]
            raise Unsent(f"SMTP {code}", for_good=code >= 500) from None
        except smtplib.SMTPDataError as error:
            raise Unsent(f"SMTP {error.smtp_code}", for_good=error.smtp_code >= 500) from None
        except smtplib.SMTPResponseException as error:
            # Refused before the letter was looked at: the operator mends that, and it goes out then.
            raise Unsent(f"SMTP {error.smtp_code} ({type(error).__name__})") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise Unsent(f"mail server: {type(error).__name__}") from None

    def _hand_over(self, letter: Posted) -> None:
        host, message = self._url.hostname or "", self.message(letter)
        tls = ssl.create_default_context()
        server = self._connection(host, tls)
        try:
            server.ehlo_or_helo_if_needed()
            if self._url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=tls)
                server.ehlo()
            elif self._url.scheme == "smtp" and self._url.password and host not in _LOOPBACK:
                raise Unsent("mail server: it offers no encryption, and a password is not sent without")
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(message, from_addr=parseaddr(self._sender)[1], to_addrs=[letter.recipient])
        finally:
            # Taken is taken: a farewell that fails must not make the letter go out once more.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connection(self, host: str, tls: ssl.SSLContext) -> smtplib.SMTP:
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=_STEP_SECONDS, context=tls)
        return smtplib.SMTP(host, self._url.port or 587, timeout=_STEP_SECONDS)

    def message(self, letter: Posted) -> EmailMessage:
        """A letter as a mail. Its id is the outbox row's: a mail that comes twice is recognised as one."""
        name, address = parseaddr(self._sender)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=letter.recipient)
        message["Subject"] = re.sub(r"\s+", " ", letter.subject)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
        # So that no out-of-office note answers a program.
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop_url:
            message["List-Unsubscribe"] = f"<{letter.stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.body)
        return message
