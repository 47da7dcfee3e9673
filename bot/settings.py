"""The settings of one installation, read from the environment; the only reader of `os.environ`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.model.received import STEPS

ROOT = Path(__file__).resolve().parent.parent
# Rasa's own default port, and the action server's distance from it (5055).
DEFAULT_PORT, ACTIONS_DISTANCE = 5005, 50
# Where the platforms' servers are; somebody may run a Bot API server of their own, and tests do.
TELEGRAM_API, SLACK_API = "https://api.telegram.org", "https://slack.com/api"


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    `var` holds what must survive (cases, conversations, added documents), `build` what can be made anew (the
    strategy store). Below `data` stand the phrases that the model learns from.
    """

    knowledge: Path
    data: Path
    var: Path
    build: Path
    models: Path
    store_url: str
    cases_url: str
    trackers: Path
    documents: Path
    host: str
    port: int
    actions_port: int
    operator: str
    operator_contact: str
    crisis_contact: str
    operator_is_association: bool
    # What leaves the house: passwords and addresses stand in these, so they are shown nowhere.
    smtp_url: str = field(default="", repr=False)
    mail_from: str = field(default="", repr=False)
    public_url: str = ""
    brief_to: str = field(default="", repr=False)
    brief_webhook: str = field(default="", repr=False)
    # The doors of other platforms; each opens only where its secrets are set.
    telegram_token: str = field(default="", repr=False)
    telegram_secret: str = field(default="", repr=False)
    telegram_api: str = TELEGRAM_API
    slack_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_api: str = SLACK_API
    # In tests alone: the step of a message at which the process ends itself, and at which time of reaching it.
    fault: tuple[str, int] = ("", 0)

    @property
    def mails(self) -> bool:
        """Whether e-mail can be sent."""
        return bool(self.smtp_url and self.mail_from)

    @property
    def missing_for_telegram(self) -> str:
        """What else Telegram's webhook needs once its secret is set, or nothing."""
        if self.telegram_secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.telegram_secret):
            return "LEVELFIELD_TELEGRAM_SECRET may have A-Z a-z 0-9 _ - only, 1 to 256 of them."
        if self.telegram_secret and not self.public_url:
            return "LEVELFIELD_PUBLIC_URL is missing, which Telegram's webhook needs; without the secret it polls."
        return ""

    @property
    def missing_for_slack(self) -> str:
        """What else Slack needs once one of its secrets is set, or nothing."""
        if not (self.slack_token or self.slack_signing_secret or self.slack_app_token):
            return ""
        if not self.slack_token:
            return "LEVELFIELD_SLACK_TOKEN is missing: the bot token (xoxb-...) under OAuth & Permissions."
        if not (self.slack_signing_secret or self.slack_app_token):
            return (
                "LEVELFIELD_SLACK_SIGNING_SECRET is missing (Basic Information), or, without a public address, "
                "LEVELFIELD_SLACK_APP_TOKEN (xapp-..., Socket Mode)."
            )
        return ""

    @property
    def actions_url(self) -> str:
        """Where the Rasa server reaches the action server."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; what is not set has a default that works on one machine.

        Raises:
            SettingsError: naming the variable and what it must be.
        """
        env = os.environ if environment is None else environment
        var = Path(env.get("LEVELFIELD_VAR") or ROOT / "var")
        build = Path(env.get("LEVELFIELD_BUILD") or ROOT / "build")
        port = _port(env, "PORT", DEFAULT_PORT)
        return cls(
            knowledge=Path(env.get("LEVELFIELD_KNOWLEDGE") or ROOT / "knowledge"),
            data=Path(env.get("LEVELFIELD_DATA") or ROOT / "data"),
            var=var,
            build=build,
            models=Path(env.get("LEVELFIELD_MODELS") or ROOT / "models"),
            store_url=env.get("LEVELFIELD_STORE_URL") or f"sqlite:///{build / 'strategies.db'}",
            cases_url=env.get("LEVELFIELD_CASES_URL") or f"sqlite:///{var / 'cases.db'}",
            trackers=Path(env.get("LEVELFIELD_TRACKERS") or var / "trackers.db"),
            documents=Path(env.get("LEVELFIELD_DOCUMENTS") or var / "documents"),
            host=env.get("HOST") or "127.0.0.1",
            port=port,
            actions_port=_port(env, "ACTIONS_PORT", port + ACTIONS_DISTANCE),
            operator=env.get("LEVELFIELD_OPERATOR") or "",
            operator_contact=env.get("LEVELFIELD_OPERATOR_CONTACT") or "",
            crisis_contact=env.get("LEVELFIELD_CRISIS_CONTACT") or "",
            operator_is_association=env.get("LEVELFIELD_ASSOCIATION", "").lower() in {"1", "true", "yes"},
            smtp_url=_url(env, "LEVELFIELD_SMTP_URL", ("smtp", "smtps")),
            mail_from=_address(env, "LEVELFIELD_MAIL_FROM"),
            public_url=_url(env, "LEVELFIELD_PUBLIC_URL", ("http", "https")).rstrip("/"),
            brief_to=_address(env, "LEVELFIELD_BRIEF_TO"),
            brief_webhook=_url(env, "LEVELFIELD_BRIEF_WEBHOOK", ("http", "https")),
            telegram_token=_secret(env, "LEVELFIELD_TELEGRAM_TOKEN"),
            telegram_secret=_secret(env, "LEVELFIELD_TELEGRAM_SECRET"),
            telegram_api=_url(env, "LEVELFIELD_TELEGRAM_API", ("http", "https")).rstrip("/") or TELEGRAM_API,
            slack_token=_secret(env, "LEVELFIELD_SLACK_TOKEN"),
            slack_signing_secret=_secret(env, "LEVELFIELD_SLACK_SIGNING_SECRET"),
            slack_app_token=_secret(env, "LEVELFIELD_SLACK_APP_TOKEN"),
            slack_api=_url(env, "LEVELFIELD_SLACK_API", ("http", "https")).rstrip("/") or SLACK_API,
            fault=_fault(env),
        )


def _secret(env: Mapping[str, str], name: str) -> str:
    """A token; what it is stays out of the error."""
    text = (env.get(name) or "").strip()
    if any(ord(letter) <= 32 or ord(letter) > 126 for letter in text):
        raise SettingsError(f"{name} holds a space or a letter that no token has. Copy it anew.")
    return text


def _fault(env: Mapping[str, str]) -> tuple[str, int]:
    """`answered:3` ends the process when the third message has been answered; refused outside of tests."""
    text = env.get("LEVELFIELD_FAULT") or ""
    if not text:
        return "", 0
    if env.get("LEVELFIELD_TESTS") != "1":
        raise SettingsError("LEVELFIELD_FAULT ends the adviser in the middle of a message. Unset it: it is for tests.")
    step, _, time = text.partition(":")
    if step not in STEPS or not time.isdigit() or int(time) < 1:
        raise SettingsError(f"LEVELFIELD_FAULT must be one of {', '.join(STEPS)}, a colon, and a number from 1 on.")
    return step, int(time)


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(f'{name} is "{text}", which is no port. Set it to a number from 1 to 65535.')
    return int(text)


def _url(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    """An address by its scheme; what it is stays out of the error, since it may hold a password."""
    text = (env.get(name) or "").strip()
    try:
        parts = urlsplit(text)
        usable = not text or (parts.scheme in schemes and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} is no address. Set it to {' or '.join(f'{s}://host' for s in schemes)}.")
    return text


def _address(env: Mapping[str, str], name: str) -> str:
    """One e-mail address, with or without a name before it."""
    text = (env.get(name) or "").strip()
    if text and (text.count("@") != 1 or any(ord(letter) < 32 for letter in text)):
        raise SettingsError(f"{name} is no e-mail address. Set it to one, for instance adviser@example.org.")
    return text
