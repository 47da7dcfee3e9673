"""The settings of one installation, read from the environment; the only reader of `os.environ`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
# Rasa's own default port, and the action server's distance from it (5055).
DEFAULT_PORT, ACTIONS_DISTANCE = 5005, 50


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
    # After so many days without a word, what a person told is deleted.
    keep_days: int = 90
    # Where action servers on other machines are reached; empty: the one that `levelfield serve` starts.
    actions_at: str = ""
    erasure_key: str = field(default="", repr=False)

    @property
    def mails(self) -> bool:
        """Whether e-mail can be sent."""
        return bool(self.smtp_url and self.mail_from)

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
            erasure_key=_key(env, "LEVELFIELD_ERASURE_KEY"),
            redis_url=_url(env, "LEVELFIELD_REDIS_URL", ("redis", "rediss")),
        )


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


def _address(env: Mapping[str, str], name: str) -> str:
    """One e-mail address, with or without a name before it."""
    text = (env.get(name) or "").strip()
    if text and (text.count("@") != 1 or any(ord(letter) < 32 for letter in text)):
        raise SettingsError(f"{name} is no e-mail address. Set it to one, for instance adviser@example.org.")
    return text
