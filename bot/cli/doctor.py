"""`levelfield doctor`: which doors are open, and which setting keeps one closed."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.channels.checking import CLOSED, WRONG, Found, check_slack, check_telegram
from bot.settings import Settings


@click.command("doctor")
def doctor_command() -> None:
    """Say which channels are open, and what is missing or wrong where one is not; asks Slack and Telegram."""
    settings = Settings.from_env()
    found = [asyncio.run(check_telegram(settings)), *check_slack(settings), _mail(settings), *_hours(settings)]
    for name, state, why in found:
        click.echo(f"{name}: {state}, {why}")
    # Closed is a choice; wrong is not.
    sys.exit(1 if any(state == WRONG for _, state, _ in found) else 0)


def _hours(settings: Settings) -> list[Found]:
    """By whose clock reminders are written in chats, where there are any."""
    clock = f"LEVELFIELD_TIMEZONE ({settings.timezone})"
    told = f"in {' and '.join(settings.chats)} between 8 and 20 o'clock; where no country is known, by {clock}"
    return [("Reminders", "open", told)] if settings.chats else []


def _mail(settings: Settings) -> Found:
    needed = {
        "LEVELFIELD_SMTP_URL": settings.smtp_url,
        "LEVELFIELD_MAIL_FROM": settings.mail_from,
        "LEVELFIELD_PUBLIC_URL": settings.public_url,
    }
    missing = [name for name, value in needed.items() if not value]
    if not settings.smtp_url and not settings.mail_from:
        return "Mail", CLOSED, "LEVELFIELD_SMTP_URL and LEVELFIELD_MAIL_FROM are not set"
    if missing:
        return "Mail", WRONG, f"{' and '.join(missing)} missing"
    return "Mail", "open", "a letter that cannot be sent shows in `levelfield outbox`"
