"""`levelfield outbox`: what could not be sent, what still waits, and one more try."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.cases import open_cases
from bot.cli.queues import show
from bot.inbox.outbox import Outbox
from bot.inbox.postman import make_postman
from bot.model.letter import DEAD, HELD, SENDING, SENT, WAITING, Posted
from bot.settings import Settings


@click.group("outbox")
def outbox_command() -> None:
    """What goes out by mail, webhook or chat: `list` it, `retry` what could not be sent, or `deliver` what is due."""


@outbox_command.command("list")
@click.option(
    "--state", type=click.Choice([DEAD, WAITING, SENDING, HELD, SENT, "all"]), default=DEAD, show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print the letters as JSON.")
def list_command(state: str, as_json: bool) -> None:
    """Show letters without their texts and addresses: those that could not be sent, unless told otherwise."""
    with open_cases() as store:
        letters = [_as_data(one) for one in Outbox(store).letters("" if state == "all" else state)]
    show(letters, "{kind} by {via}", command="outbox", state=state, as_json=as_json)


@outbox_command.command("retry")
@click.argument("letter", metavar="ID")
def retry_command(letter: str) -> None:
    """Try a letter again that could not be sent."""
    with open_cases() as store:
        if not Outbox(store).retry(letter):
            raise click.ClickException(f'there is no dead letter "{letter}". `levelfield outbox list` shows them.')
    click.echo("it is tried again now; `levelfield outbox list --state all` shows how that ends.")


@outbox_command.command("deliver")
def deliver_command() -> None:
    """Send what is due now, and end: for a timer, where the servers run without the way out."""
    # Brings Rasa along, which takes seconds that no other command needs.
    from bot.channels.chat_ways import chat_ways
    from bot.channels.wording import installed_wording

    settings = Settings.from_env()
    with open_cases() as store:
        count = make_postman(settings, store, chat_ways(settings, installed_wording())).deliver()
    click.echo("one letter was sent." if count == 1 else f"{count} letters were sent.")


def _as_data(letter: Posted) -> dict[str, Any]:
    """A letter as plain data: nothing that leads to a person."""
    return {
        "id": letter.id,
        "state": letter.state,
        "kind": letter.kind,
        "via": letter.via,
        "attempts": letter.attempts,
        "fault": letter.fault,
        "created": letter.created_at.isoformat(timespec="seconds"),
        "due": letter.due_at.isoformat(timespec="seconds"),
        "sent": letter.sent_at.isoformat(timespec="seconds") if letter.sent_at else None,
    }
