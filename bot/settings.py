"""The settings of one installation, read from the environment; the only reader of `os.environ`."""

from __future__ import annotations

import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SettingsError
from bot.model.letter import CARRYING, SLACK, TELEGRAM
from bot.model.received import STEPS

ROOT = Path(__file__).resolve().parent.parent
# Rasa's own default port, and the action server's distance from it (5055).
DEFAULT_PORT, ACTIONS_DISTANCE = 5005, 50
# Where the platforms' servers are; somebody may run a Bot API server of their own, and tests do.
TELEGRAM_API, SLACK_API = "https://api.telegram.org", "https://slack.com/api"
# Those that Telegram calls a webhook on.
TELEGRAM_PORTS = frozenset({80, 88, 443, 8443})

# A sender is a person: faster than a message in two seconds for ten minutes nobody reads, and 30 in ten seconds is
# somebody who presses a button again and again because the line is slow.
LIMIT_SENDER = "30/10 seconds; 300/10 minutes"
# An address may be a whole office or a workshop of thirty people; ten turns a second are half of what one core does.
LIMIT_ADDRESS = "10/second; 300/minute"
# Each new sender makes a case; two workshops an hour are let in.
LIMIT_NEWCOMERS = "60/hour"
_LIMIT = re.compile(r"[1-9]\d{0,6} ?/ ?(?:\d{1,5} ?)?(?:second|minute|hour|day)s?")


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
    trackers_url: str = field(repr=False)
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
    redis_url: str = field(default="", repr=False)
    # Who gets in, and how often. A limit is "30/10 seconds; 300/10 minutes", or empty: none.
    origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    limit_sender: str = LIMIT_SENDER
    limit_address: str = LIMIT_ADDRESS
    limit_newcomers: str = LIMIT_NEWCOMERS
    # Whether the limits by address hold for this very machine too: only where somebody set them.
    limits_loopback: bool = False
    # What can be seen from outside: "json" or "text", and 0 for no metrics.
    log: str = "json"
    log_key: str = field(default="", repr=False)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    actions_host: str = "127.0.0.1"
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
    # Where people are of whom no country is known, for the hours in which they may be written to.
    timezone: str = "UTC"
    # After so many days without a word, what a person told is deleted.
    keep_days: int = 90
    # Where action servers on other machines are reached; empty: the one that `levelfield serve` starts.
    actions_at: str = ""
    erasure_key: str = field(default="", repr=False)
    # What signs the sessions of the website; empty: a key of this machine, kept below `var`.
    website_key: str = field(default="", repr=False)

    @property
    def mails(self) -> bool:
        """Whether e-mail can be sent."""
        return bool(self.smtp_url and self.mail_from)

    @property
    def missing_for_telegram(self) -> str:
        """What keeps Telegram's door closed though a secret of it is set, or nothing."""
        tokens = {"LEVELFIELD_TELEGRAM_TOKEN": self.telegram_token, "LEVELFIELD_TELEGRAM_SECRET": self.telegram_secret}
        if spoilt := _spoilt(tokens):
            return spoilt
        if self.telegram_secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.telegram_secret):
            return "LEVELFIELD_TELEGRAM_SECRET may have A-Z a-z 0-9 _ - only, 1 to 256 of them."
        if self.telegram_secret and not self.public_url:
            return "LEVELFIELD_PUBLIC_URL is missing, which Telegram's webhook needs; without the secret it polls."
        if self.telegram_secret and self.telegram_api == TELEGRAM_API and not _telegram_calls(self.public_url):
            ports = ", ".join(str(port) for port in sorted(TELEGRAM_PORTS))
            return f"LEVELFIELD_PUBLIC_URL must be https, on one of the ports {ports}, for Telegram's webhook."
        return ""

    @property
    def missing_for_slack(self) -> str:
        """What keeps Slack's door closed though one of its secrets is set, or nothing."""
        tokens = {
            "LEVELFIELD_SLACK_TOKEN": self.slack_token,
            "LEVELFIELD_SLACK_SIGNING_SECRET": self.slack_signing_secret,
            "LEVELFIELD_SLACK_APP_TOKEN": self.slack_app_token,
        }
        if not any(tokens.values()):
            return ""
        if spoilt := _spoilt(tokens):
            return spoilt
        if not self.slack_token:
            return "LEVELFIELD_SLACK_TOKEN is missing: the bot token (xoxb-...) under OAuth & Permissions."
        if not (self.slack_signing_secret or self.slack_app_token):
            return (
                "LEVELFIELD_SLACK_SIGNING_SECRET is missing (Basic Information), or, without a public address, "
                "LEVELFIELD_SLACK_APP_TOKEN (xapp-..., Socket Mode)."
            )
        return ""

    @property
    def chats(self) -> tuple[str, ...]:
        """The channels that are open and in which somebody can be written to."""
        ready = {
            SLACK: self.slack_token and not self.missing_for_slack,
            TELEGRAM: self.telegram_token and not self.missing_for_telegram,
        }
        return tuple(chat for chat, is_open in ready.items() if is_open)

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
        trackers = Path(env.get("LEVELFIELD_TRACKERS") or var / "trackers.db")
        return cls(
            knowledge=Path(env.get("LEVELFIELD_KNOWLEDGE") or ROOT / "knowledge"),
            data=Path(env.get("LEVELFIELD_DATA") or ROOT / "data"),
            var=var,
            build=build,
            models=Path(env.get("LEVELFIELD_MODELS") or ROOT / "models"),
            store_url=env.get("LEVELFIELD_STORE_URL") or f"sqlite:///{build / 'strategies.db'}",
            cases_url=env.get("LEVELFIELD_CASES_URL") or f"sqlite:///{var / 'cases.db'}",
            trackers=trackers,
            trackers_url=_database(env, "LEVELFIELD_TRACKERS_URL") or f"sqlite:///{trackers.absolute()}",
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
            actions_at=_url(env, "LEVELFIELD_ACTIONS_URL", ("http", "https")),
            keep_days=_days(env, "LEVELFIELD_KEEP_DAYS"),
            timezone=_zone(env, "LEVELFIELD_TIMEZONE"),
            erasure_key=_key(env, "LEVELFIELD_ERASURE_KEY"),
            website_key=_key(env, "LEVELFIELD_WEBSITE_KEY"),
            redis_url=_redis(env, "LEVELFIELD_REDIS_URL"),
            origins=_origins(env, "LEVELFIELD_ORIGINS"),
            trusted_proxies=_networks(env, "LEVELFIELD_TRUSTED_PROXIES"),
            limit_sender=_limit(env, "LEVELFIELD_LIMIT_SENDER", LIMIT_SENDER),
            limit_address=_limit(env, "LEVELFIELD_LIMIT_ADDRESS", LIMIT_ADDRESS),
            limit_newcomers=_limit(env, "LEVELFIELD_LIMIT_NEWCOMERS", LIMIT_NEWCOMERS),
            limits_loopback=any(env.get(f"LEVELFIELD_LIMIT_{name}") for name in ("ADDRESS", "NEWCOMERS")),
            log=_one_of(env, "LEVELFIELD_LOG", ("json", "text")),
            log_key=env.get("LEVELFIELD_LOG_KEY") or "",
            metrics_host=env.get("LEVELFIELD_METRICS_HOST") or "127.0.0.1",
            metrics_port=_port(env, "LEVELFIELD_METRICS_PORT", 0) if env.get("LEVELFIELD_METRICS_PORT") else 0,
            actions_host=env.get("LEVELFIELD_ACTIONS_HOST") or "127.0.0.1",
            telegram_token=_secret(env, "LEVELFIELD_TELEGRAM_TOKEN"),
            telegram_secret=_secret(env, "LEVELFIELD_TELEGRAM_SECRET"),
            telegram_api=_url(env, "LEVELFIELD_TELEGRAM_API", ("http", "https")).rstrip("/") or TELEGRAM_API,
            slack_token=_secret(env, "LEVELFIELD_SLACK_TOKEN"),
            slack_signing_secret=_secret(env, "LEVELFIELD_SLACK_SIGNING_SECRET"),
            slack_app_token=_secret(env, "LEVELFIELD_SLACK_APP_TOKEN"),
            slack_api=_url(env, "LEVELFIELD_SLACK_API", ("http", "https")).rstrip("/") or SLACK_API,
            fault=_fault(env),
        )


def _telegram_calls(url: str) -> bool:
    """Whether Telegram takes an address for a webhook."""
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.port or 443) in TELEGRAM_PORTS


def _secret(env: Mapping[str, str], name: str) -> str:
    """A channel's token. One that cannot be one closes its own channel (`_spoilt`), not the others."""
    return (env.get(name) or "").strip()


def _spoilt(tokens: Mapping[str, str]) -> str:
    """Which of these tokens no platform can have given, or nothing; what they are stays out of it."""
    for name, token in tokens.items():
        if any(ord(letter) <= 32 or ord(letter) > 126 for letter in token):
            return f"{name} holds a space or a letter that no token has. Copy it anew."
    return ""


def _fault(env: Mapping[str, str]) -> tuple[str, int]:
    """`answered:3` ends the process when the third message has been answered; refused outside of tests."""
    text = env.get("LEVELFIELD_FAULT") or ""
    if not text:
        return "", 0
    if env.get("LEVELFIELD_TESTS") != "1":
        raise SettingsError("LEVELFIELD_FAULT ends the adviser in the middle of a message. Unset it: it is for tests.")
    step, _, time = text.partition(":")
    if step not in (*STEPS, *CARRYING) or not time.isdigit() or int(time) < 1:
        steps = ", ".join((*STEPS, *CARRYING))
        raise SettingsError(f"LEVELFIELD_FAULT must be one of {steps}, a colon, and a number from 1 on.")
    return step, int(time)


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(f'{name} is "{text}", which is no port. Set it to a number from 1 to 65535.')
    return int(text)


def _days(env: Mapping[str, str], name: str) -> int:
    # Half a year of follow-up and twenty times that: nobody means more, and less than a week loses plans in a holiday.
    text = env.get(name) or "90"
    if not text.isdigit() or not 7 <= int(text) <= 3650:
        raise SettingsError(f'{name} is "{text}", which is no keeping time. Set it to a number of days from 7 to 3650.')
    return int(text)


def _zone(env: Mapping[str, str], name: str) -> str:
    text = (env.get(name) or "UTC").strip()
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f'{name} is "{text}", which is no time zone. Set it as Europe/Paris.') from None
    return text


def _key(env: Mapping[str, str], name: str) -> str:
    """A key for hashes; what it is stays out of the error."""
    text = (env.get(name) or "").strip()
    # 128 bits in hexadecimal digits; a shorter one can be tried out.
    if text and len(text) < 32:
        raise SettingsError(f"{name} is too short. Set it to at least 32 characters: openssl rand -hex 32 makes one.")
    return text


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


def _database(env: Mapping[str, str], name: str) -> str:
    """The address of a database of a kind that Levelfield runs on; as with `_url`, the error does not show it."""
    text = (env.get(name) or "").strip()
    # SQLAlchemy knows the first by another name only.
    text = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    kind, _, place = text.partition("://")
    if text and (kind not in {"sqlite", "postgresql", "postgresql+psycopg2"} or place in {"", "/"}):
        hint = "Set it to sqlite:////folder/file.db or postgresql://user:password@host/database."
        raise SettingsError(f"{name} is no address of a database. {hint}")
    return text


def _redis(env: Mapping[str, str], name: str) -> str:
    """The address of a Redis; before Python 3.11.3 redis-py waits for ever on a connection whose user was cancelled."""
    text = _url(env, name, ("redis", "rediss"))
    if text and sys.version_info < (3, 11, 3):
        raise SettingsError(f"{name} is set, and Redis needs Python 3.11.3 or newer; this is {sys.version.split()[0]}.")
    return text


def _address(env: Mapping[str, str], name: str) -> str:
    """One e-mail address, with or without a name before it."""
    text = (env.get(name) or "").strip()
    if text and (text.count("@") != 1 or any(ord(letter) < 32 for letter in text)):
        raise SettingsError(f"{name} is no e-mail address. Set it to one, for instance adviser@example.org.")
    return text


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple((env.get(name) or "").replace(",", " ").split())


def _origins(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Addresses of sites as browsers name them: scheme, host, and a port where it is not the usual one."""
    for origin in _list(env, name):
        try:
            parts = urlsplit(origin)
            plain = f"{parts.scheme}://{parts.netloc}" == origin and parts.port != 0
            usable = plain and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in origin
        except ValueError:
            usable = False
        # "*" would let any site speak in a visitor's name.
        if not usable or "*" in origin or origin != origin.lower():
            hint = "List sites as https://www.example.org, in small letters, without a path or *, with a space between."
            raise SettingsError(f'{name} holds "{origin}", which is no origin. {hint}')
    return _list(env, name)


def _networks(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    for network in _list(env, name):
        try:
            ipaddress.ip_network(network)
        except ValueError:
            hint = "List addresses or networks, for instance 127.0.0.1 10.0.0.0/8."
            raise SettingsError(f'{name} holds "{network}", which is no network. {hint}') from None
    return _list(env, name)


def _limit(env: Mapping[str, str], name: str, default: str) -> str:
    text = (env.get(name) or default).strip()
    if text == "off":
        return ""
    if not all(_LIMIT.fullmatch(part.strip()) for part in text.split(";")):
        hint = 'Write it as "30/10 seconds; 300/10 minutes", or "off".'
        raise SettingsError(f'{name} is "{text}", which is no limit. {hint}')
    return text


def _one_of(env: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    text = env.get(name) or values[0]
    if text not in values:
        raise SettingsError(f'{name} is "{text}". Set it to {" or ".join(values)}.')
    return text
