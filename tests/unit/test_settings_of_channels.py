"""The settings of Slack, Telegram and the fault of the tests: checked, and never shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.errors import SettingsError
from bot.settings import ROOT, Settings

NAMES = (
    *("LEVELFIELD_TELEGRAM_TOKEN", "LEVELFIELD_TELEGRAM_SECRET", "LEVELFIELD_SLACK_TOKEN"),
    *("LEVELFIELD_SLACK_SIGNING_SECRET", "LEVELFIELD_SLACK_APP_TOKEN"),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_is_never_shown(name: str) -> None:
    assert "pa55word" not in repr(Settings.from_env({name: "pa55word"}))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("token", ["pa55 word", "pa55\u00a0word", "pa55\nword"])
def test_a_spoilt_token_closes_its_own_channel_alone(name: str, token: str) -> None:
    others = {"LEVELFIELD_SLACK_TOKEN": "xoxb-1", "LEVELFIELD_SLACK_APP_TOKEN": "xapp-1"}
    others |= {"LEVELFIELD_TELEGRAM_TOKEN": "1:a", "LEVELFIELD_TELEGRAM_SECRET": ""}
    settings = Settings.from_env({**others, name: token})
    ours, open_one = settings.missing_for_telegram, "slack"
    if "SLACK" in name:
        ours, open_one = settings.missing_for_slack, "telegram"
    assert ours.startswith(name) and "pa55" not in ours
    assert settings.chats == (open_one,)


def test_a_fault_is_for_tests_only() -> None:
    with pytest.raises(SettingsError, match="LEVELFIELD_FAULT"):
        Settings.from_env({"LEVELFIELD_FAULT": "answered:1"})
    assert Settings.from_env({"LEVELFIELD_FAULT": "answered:1", "LEVELFIELD_TESTS": "1"}).fault == ("answered", 1)
    for wrong in ("answered", "answered:0", "somewhere:1", "answered:x"):
        with pytest.raises(SettingsError, match="LEVELFIELD_FAULT"):
            Settings.from_env({"LEVELFIELD_FAULT": wrong, "LEVELFIELD_TESTS": "1"})


def test_what_else_a_channel_needs_is_named() -> None:
    assert "LEVELFIELD_PUBLIC_URL" in Settings.from_env({"LEVELFIELD_TELEGRAM_SECRET": "abc"}).missing_for_telegram
    assert "LEVELFIELD_TELEGRAM_SECRET" in Settings.from_env({"LEVELFIELD_TELEGRAM_SECRET": "a.c"}).missing_for_telegram
    assert "LEVELFIELD_SLACK_TOKEN" in Settings.from_env({"LEVELFIELD_SLACK_APP_TOKEN": "abc"}).missing_for_slack
    assert not Settings.from_env({}).missing_for_slack


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://a.example", True),
        ("https://a.example:8443", True),
        ("http://a.example", False),
        ("https://a.example:5005", False),
    ],
)
def test_telegram_calls_https_and_four_ports_alone(url: str, fine: bool) -> None:
    env = {"LEVELFIELD_TELEGRAM_SECRET": "abc", "LEVELFIELD_PUBLIC_URL": url}
    assert (Settings.from_env(env).missing_for_telegram == "") is fine
    # A Bot API server of one's own may be told to call any address.
    own = Settings.from_env({**env, "LEVELFIELD_TELEGRAM_API": "http://127.0.0.1:8081"})
    assert own.missing_for_telegram == ""
    polls = Settings.from_env({"LEVELFIELD_PUBLIC_URL": url})
    assert polls.missing_for_telegram == ""


def test_the_manifest_names_the_addresses_that_answer() -> None:
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    manifest = yaml.safe_load(found[1])
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    urls = (settings["event_subscriptions"], settings["interactivity"])
    served = [url.partition("/webhooks/slack")[2] for url in (*(u["request_url"] for u in urls), command["url"])]
    source = (ROOT / "bot" / "channels" / "slack.py").read_text(encoding="utf-8")
    assert sorted(served) == sorted(f"/{name}" for name in re.findall(r'@routes.post\("/(\w+)"\)', source))


def test_each_variable_is_in_the_readme() -> None:
    readme = Path(ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if name not in readme] == []
