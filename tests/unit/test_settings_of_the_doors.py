"""The settings of who gets in and how often: checked at the start, and passed on to both servers as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cli.processes import environment_of
from bot.errors import SettingsError
from bot.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEVELFIELD_ORIGINS", "*"),
        ("LEVELFIELD_ORIGINS", "www.example.org"),
        ("LEVELFIELD_ORIGINS", "https://www.example.org/"),
        ("LEVELFIELD_ORIGINS", "https://*.example.org"),
        ("LEVELFIELD_ORIGINS", "https://user:word@example.org"),
        ("LEVELFIELD_ORIGINS", "https://a.example null"),
        ("LEVELFIELD_TRUSTED_PROXIES", "nginx"),
        ("LEVELFIELD_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("LEVELFIELD_LIMIT_SENDER", "many"),
        ("LEVELFIELD_LIMIT_SENDER", "0/second"),
        ("LEVELFIELD_LIMIT_ADDRESS", "10/second; lots"),
        ("LEVELFIELD_LIMIT_NEWCOMERS", "10/fortnight"),
        ("LEVELFIELD_LOG", "xml"),
        ("LEVELFIELD_METRICS_PORT", "70000"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: value})


def test_unset_only_our_own_page_may_speak_and_nothing_more_listens() -> None:
    settings = Settings.from_env({})
    assert not settings.origins and not settings.trusted_proxies and not settings.metrics_port
    assert settings.actions_host == settings.metrics_host == "127.0.0.1"
    assert settings.limit_sender and settings.limit_address and not settings.limits_loopback


def test_keys_are_not_shown() -> None:
    secret = "pa55word"
    settings = Settings.from_env({"LEVELFIELD_LOG_KEY": secret, "LEVELFIELD_REDIS_URL": f"redis://:{secret}@cache"})
    assert settings.log_key == secret and secret not in repr(settings)


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"LEVELFIELD_LIMIT_SENDER": "off", "LEVELFIELD_LOG": "text", "LEVELFIELD_METRICS_PORT": "9105"},
        {"LEVELFIELD_LIMIT_ADDRESS": "off", "LEVELFIELD_LIMIT_NEWCOMERS": "5/hour"},
        {"LEVELFIELD_ORIGINS": "https://a.example, http://b.example:8080", "LEVELFIELD_TRUSTED_PROXIES": "10.0.0.0/8"},
    ],
)
def test_both_servers_read_the_same_settings(env: dict[str, str]) -> None:
    settings = Settings.from_env(env)
    read = Settings.from_env(environment_of(settings))
    # Where the action server is, is spelt out for both as well.
    assert read == replace(settings, actions_at=settings.actions_url)
