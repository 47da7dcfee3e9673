"""`levelfield doctor` asks the platforms, names what is missing or wrong, and shows no secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from bot.cli.main import levelfield
from tests.channels import slack_server, telegram_server
from tests.channels.slack_server import SlackServer
from tests.channels.telegram_server import TelegramServer

SECRETS = (telegram_server.TOKEN, slack_server.TOKEN, slack_server.APP_TOKEN, slack_server.SIGNING_SECRET, "guess")


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    telegram, slack = TelegramServer().start(), SlackServer().start()
    monkeypatch.setenv("LEVELFIELD_TELEGRAM_API", telegram.url)
    monkeypatch.setenv("LEVELFIELD_SLACK_API", slack.url)
    yield monkeypatch
    telegram.stop()
    slack.stop()


def examine() -> tuple[int, str]:
    result = CliRunner().invoke(levelfield, ["doctor"])
    assert not [secret for secret in SECRETS if secret in result.output]
    return result.exit_code, result.output


def test_without_any_secret_all_is_closed_and_that_is_fine(addresses: pytest.MonkeyPatch) -> None:
    code, said = examine()
    assert code == 0 and "Telegram: closed" in said and "Slack: closed" in said


def test_with_the_right_secrets_all_is_open(addresses: pytest.MonkeyPatch) -> None:
    addresses.setenv("LEVELFIELD_TELEGRAM_TOKEN", telegram_server.TOKEN)
    addresses.setenv("LEVELFIELD_SLACK_TOKEN", slack_server.TOKEN)
    addresses.setenv("LEVELFIELD_SLACK_APP_TOKEN", slack_server.APP_TOKEN)
    code, said = examine()
    assert code == 0, said
    assert "as @levelfield_bot, by polling" in said and said.count("Slack: open") == 2


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("LEVELFIELD_TELEGRAM_TOKEN", "5017:guess", "LEVELFIELD_TELEGRAM_TOKEN is not accepted"),
        ("LEVELFIELD_SLACK_SIGNING_SECRET", "guess", "LEVELFIELD_SLACK_TOKEN is missing"),
        ("LEVELFIELD_SLACK_TOKEN", "xoxb-guess", "LEVELFIELD_SLACK_SIGNING_SECRET is missing"),
        ("LEVELFIELD_TELEGRAM_SECRET", "guess", "LEVELFIELD_PUBLIC_URL is missing"),
        ("LEVELFIELD_SMTP_URL", "smtp://user:guess@mail.example.org", "LEVELFIELD_MAIL_FROM"),
    ],
)
def test_what_is_missing_or_wrong_is_named(addresses: pytest.MonkeyPatch, name: str, value: str, named: str) -> None:
    addresses.setenv(name, value)
    if name == "LEVELFIELD_TELEGRAM_SECRET":
        addresses.setenv("LEVELFIELD_TELEGRAM_TOKEN", telegram_server.TOKEN)
    code, said = examine()
    assert code == 1 and named in said


def test_what_telegram_says_of_the_webhook_is_told(addresses: pytest.MonkeyPatch, telegram: TelegramServer) -> None:
    addresses.setenv("LEVELFIELD_TELEGRAM_API", telegram.url)
    addresses.setenv("LEVELFIELD_TELEGRAM_TOKEN", telegram_server.TOKEN)
    addresses.setenv("LEVELFIELD_TELEGRAM_SECRET", "guess")
    addresses.setenv("LEVELFIELD_PUBLIC_URL", "https://adviser.example.org")
    code, said = examine()
    assert code == 0 and "the webhook is set when the adviser starts" in said
    telegram.webhook = {"url": "https://adviser.example.org/webhooks/telegram/webhook", "secret": "guess"}
    code, said = examine()
    assert code == 0 and "Telegram: open, as @levelfield_bot, by webhook\n" in said
    telegram.webhook_error = "Wrong response from the webhook: 502 Bad Gateway"
    code, said = examine()
    assert code == 1 and "could not call LEVELFIELD_PUBLIC_URL (Wrong response from the webhook: 502" in said


def test_a_signing_secret_that_cannot_be_one_and_tokens_in_each_others_place(addresses: pytest.MonkeyPatch) -> None:
    addresses.setenv("LEVELFIELD_SLACK_TOKEN", slack_server.APP_TOKEN)
    addresses.setenv("LEVELFIELD_SLACK_APP_TOKEN", slack_server.TOKEN)
    addresses.setenv("LEVELFIELD_SLACK_SIGNING_SECRET", "guess")
    code, said = examine()
    assert code == 1 and "LEVELFIELD_SLACK_SIGNING_SECRET is none: Slack's are hexadecimal digits" in said
    assert "LEVELFIELD_SLACK_TOKEN is not accepted (not_allowed_token_type); it begins with xoxb-" in said
    assert "LEVELFIELD_SLACK_APP_TOKEN is not accepted (not_allowed_token_type); it begins with xapp-" in said
    addresses.setenv("LEVELFIELD_SLACK_SIGNING_SECRET", slack_server.SIGNING_SECRET)
    assert "LEVELFIELD_SLACK_SIGNING_SECRET shows at Slack's first call" in examine()[1]


def test_a_token_that_slack_does_not_know(addresses: pytest.MonkeyPatch) -> None:
    addresses.setenv("LEVELFIELD_SLACK_TOKEN", "xoxb-guess")
    addresses.setenv("LEVELFIELD_SLACK_SIGNING_SECRET", slack_server.SIGNING_SECRET)
    code, said = examine()
    assert code == 1 and "LEVELFIELD_SLACK_TOKEN is not accepted (invalid_auth)" in said


def test_it_says_by_whose_clock_reminders_come_and_which_scope_an_older_app_lacks(
    addresses: pytest.MonkeyPatch, slack: SlackServer
) -> None:
    _, said = examine()
    assert "Reminders" not in said, "nothing is written where no chat is open"
    slack.faults["users.info"] = [slack_server.Fault("missing_scope")]
    addresses.setenv("LEVELFIELD_SLACK_API", slack.url)
    addresses.setenv("LEVELFIELD_SLACK_TOKEN", slack_server.TOKEN)
    addresses.setenv("LEVELFIELD_SLACK_SIGNING_SECRET", slack_server.SIGNING_SECRET)
    addresses.setenv("LEVELFIELD_TIMEZONE", "Africa/Nairobi")
    code, said = examine()
    assert code == 0 and "users:read is missing" in said
    assert "Reminders: open, in slack between 8 and 20" in said and "LEVELFIELD_TIMEZONE (Africa/Nairobi)" in said
    _, said = examine()
    assert "users:read" not in said, "the app was installed again"
