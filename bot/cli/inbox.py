"""`levelfield inbox`: what came in and could not be answered, what still waits, and one more try."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.cases import open_cases
from bot.cli.queues import show
from bot.inbox.inbox import Inbox
from bot.model.received import ANSWERED, DEAD, DONE, WAITING, Received


@click.group("inbox")
def inbox_command() -> None:
    """What came in by Slack, Telegram, or REST with a message id: `list` it, or `retry` what could not be answered."""


@inbox_command.command("list")
@click.option("--state", type=click.Choice([DEAD, WAITING, ANSWERED, DONE, "all"]), default=DEAD, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the messages as JSON.")
def list_command(state: str, as_json: bool) -> None:
    """Show messages without their texts and senders: those that could not be answered, unless told otherwise."""
    with open_cases() as store:
        messages = [_as_data(one) for one in Inbox(store).messages("" if state == "all" else state)]
    show(messages, "by {channel}, {received}", command="inbox", state=state, as_json=as_json)


@inbox_command.command("retry")
@click.argument("message", metavar="ID")
def retry_command(message: str) -> None:
    """Try a message again that could not be answered."""
    with open_cases() as store:
        if not Inbox(store).retry(message):
            raise click.ClickException(f'there is no dead message "{message}". `levelfield inbox list` shows them.')
    click.echo("it is tried again now; `levelfield inbox list --state all` shows how that ends.")


def _as_data(message: Received) -> dict[str, Any]:
    """A message as plain data: nothing that leads to a person."""
    return {
        "id": message.id,
        "state": message.state,
        "channel": message.channel,
        "attempts": message.attempts,
        "fault": message.fault,
        "received": message.received_at.isoformat(timespec="seconds"),
        "due": message.due_at.isoformat(timespec="seconds"),
        "done": message.done_at.isoformat(timespec="seconds") if message.done_at else None,
    }
