"""How the commands on the inbox and the outbox print what lies there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from bot.model.letter import DEAD


def show(entries: Sequence[dict[str, Any]], what: str, *, command: str, state: str, as_json: bool) -> None:
    """Print entries as JSON, or a line each, with what can be done about dead ones.

    Args:
        entries: plain data with `id`, `state`, `attempts`, `fault` and what `what` names.
        what: how an entry is told between its state and its attempts, with the fields in braces.
        state: the one that was asked for, or `all`.
    """
    if as_json:
        click.echo(json.dumps(entries, indent=1))
        return
    for one in entries:
        why = f", {one['fault']}" if one["fault"] else ""
        click.echo(f"{one['id']}  {one['state']}: {what.format(**one)}, {one['attempts']} attempts{why}")
    if not entries:
        click.echo("nothing." if state == "all" else f"nothing is {state}.")
    elif state == DEAD:
        click.echo(f"`levelfield {command} retry ID` tries one again.")
