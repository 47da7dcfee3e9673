"""`levelfield role`: one server in the foreground, as containers run them."""

from __future__ import annotations

import os

import click

from bot.cli.knowledge import build_command
from bot.cli.migrate import migrate_all
from bot.cli.processes import action_server, rasa_server
from bot.settings import ROOT, Settings


@click.command("role")
@click.argument("role", type=click.Choice(["adviser", "actions", "prepare"]))
@click.pass_context
def role_command(context: click.Context, role: str) -> None:
    """Be one server: `adviser` (channels, understanding), `actions` (what is decided and said); `prepare` comes first.

    `prepare` brings the databases up to date and builds the strategy store. LEVELFIELD_ACTIONS_URL says where the
    advisers reach the action servers; HOST is where either listens.
    """
    settings = Settings.from_env()
    if role == "prepare":
        migrate_all(settings)
        context.invoke(build_command)
        return
    server = rasa_server(settings) if role == "adviser" else action_server(settings)
    own = {"LEVELFIELD_ACTIONS_URL": settings.actions_at} if settings.actions_at else {}
    if role == "actions":
        # Other machines call it, so a network policy must say which.
        own |= {"SANIC_HOST": settings.host, "LEVELFIELD_ACTIONS_HOST": settings.host}
    os.chdir(ROOT)
    # In this process's place: signals reach the server itself, and its output is the container's.
    os.execvpe(server.command[0], list(server.command), server.environment | own)
