"""Where conversations are kept and locked: checked, with defaults for one machine, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings

SECRET = "pa55word"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEVELFIELD_TRACKERS_URL", f"mysql://u:{SECRET}@host/db"),
        ("LEVELFIELD_TRACKERS_URL", f"/var/{SECRET}.db"),
        ("LEVELFIELD_TRACKERS_URL", "postgresql://"),
        ("LEVELFIELD_REDIS_URL", f"http://:{SECRET}@host"),
        ("LEVELFIELD_REDIS_URL", f"{SECRET}:6379"),
        ("LEVELFIELD_REDIS_URL", f"redis://:{SECRET}@host:port"),
    ],
)
def test_a_fault_names_the_variable_and_what_it_must_be_and_not_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}.*Set it to") as raised:
        Settings.from_env({name: value})
    assert SECRET not in str(raised.value)


def test_without_settings_conversations_lie_in_a_file_and_are_locked_in_the_process(tmp_path: Path) -> None:
    settings = Settings.from_env({"LEVELFIELD_VAR": str(tmp_path)})
    assert settings.trackers_url == f"sqlite:///{tmp_path / 'trackers.db'}"
    assert settings.redis_url == ""


def test_the_file_of_older_versions_still_counts(tmp_path: Path) -> None:
    settings = Settings.from_env({"LEVELFIELD_TRACKERS": str(tmp_path / "talk.db")})
    assert settings.trackers_url == f"sqlite:///{tmp_path / 'talk.db'}"
    url = "postgresql://levelfield@host/talk"
    assert Settings.from_env({"LEVELFIELD_TRACKERS": "x", "LEVELFIELD_TRACKERS_URL": url}).trackers_url == url


def test_the_short_name_of_postgresql_is_understood() -> None:
    settings = Settings.from_env({"LEVELFIELD_TRACKERS_URL": "postgres://u@host/db"})
    assert settings.trackers_url == "postgresql://u@host/db"


def test_passwords_are_not_shown() -> None:
    env = {"LEVELFIELD_TRACKERS_URL": f"postgresql://u:{SECRET}@h/d", "LEVELFIELD_REDIS_URL": f"redis://:{SECRET}@h"}
    assert SECRET not in repr(Settings.from_env(env))
