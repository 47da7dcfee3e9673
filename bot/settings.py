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
    # Which other sites may embed the adviser, and what signs the website's sessions (empty: a key kept below `var`).
    origins: tuple[str, ...] = ()
    website_key: str = field(default="", repr=False)

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
            origins=_origins(env, "LEVELFIELD_ORIGINS"),
            website_key=_secret(env, "LEVELFIELD_WEBSITE_KEY"),
        )


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


def _origins(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Addresses of sites as browsers name them: scheme, host, and a port where it is not the usual one."""
    origins = tuple((env.get(name) or "").replace(",", " ").split())
    for origin in origins:
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
    return origins


def _secret(env: Mapping[str, str], name: str) -> str:
    """A secret that cannot be guessed; it is never quoted."""
    text = (env.get(name) or "").strip()
    # 32 characters of base64 or hex hold 128 bits or more.
    if text and len(text) < 32:
        raise SettingsError(f"{name} is too short. Make one with: openssl rand -base64 48")
    return text
