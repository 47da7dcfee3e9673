"""The settings of what leaves the house: checked, and never shown."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import Settings

SECRET = "pa55word"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEVELFIELD_SMTP_URL", f"mail.example.org:{SECRET}"),
        ("LEVELFIELD_SMTP_URL", f"http://user:{SECRET}@mail.example.org"),
        ("LEVELFIELD_SMTP_URL", f"smtp://user:{SECRET}@mail.example.org:port"),
        ("LEVELFIELD_PUBLIC_URL", f"{SECRET}.example.org"),
        ("LEVELFIELD_BRIEF_WEBHOOK", f"ftp://example.org/{SECRET}"),
        ("LEVELFIELD_MAIL_FROM", SECRET),
        ("LEVELFIELD_BRIEF_TO", f"{SECRET}@a.example, b@b.example"),
    ],
)
def test_a_fault_names_the_variable_and_not_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        Settings.from_env({name: value})
    assert SECRET not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    env = {"LEVELFIELD_SMTP_URL": f"smtp://u:{SECRET}@m.example", "LEVELFIELD_MAIL_FROM": f"{SECRET}@m.example"}
    env |= {"LEVELFIELD_BRIEF_WEBHOOK": f"https://h.example/{SECRET}", "LEVELFIELD_BRIEF_TO": f"{SECRET}@m.example"}
    settings = Settings.from_env(env)
    assert settings.mails and SECRET not in repr(settings)


def test_nothing_is_sent_unless_it_is_set() -> None:
    settings = Settings.from_env({})
    assert not settings.mails and not settings.public_url and not settings.brief_webhook
