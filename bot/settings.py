"""The settings of one installation, read from the environment; the only reader of `os.environ`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
        )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(f'{name} is "{text}", which is no port. Set it to a number from 1 to 65535.')
    return int(text)
