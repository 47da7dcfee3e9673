"""The `levelfield` command: one sub-command per function `<name>_command` of the modules of this package."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping

import click

from bot import __version__
from bot.errors import LevelfieldError

# Which module of this package a command lives in. Each is imported when it is asked for: to import all of them takes
# four seconds and 300 MB, which `levelfield serve` would hold for as long as it looks after its two servers.
COMMANDS: Mapping[str, str] = {
    "check": "knowledge",
    "build": "knowledge",
    "ids": "knowledge",
    "add": "documents",
    "documents": "documents",
    "draft": "draft",
    "diagnose": "diagnose",
    "ask": "understand",
    "understand": "understand",
    "unanswered": "unanswered",
    "inbox": "inbox",
    "outbox": "outbox",
    "export": "personal",
    "import": "personal",
    "erase": "personal",
    "purge": "personal",
    "backup": "backup",
    "restore": "backup",
    "migrate": "migrate",
    "serve": "serve",
    "shell": "serve",
    "role": "role",
    "doctor": "doctor",
}


class Commands(click.Group):
    """The commands, each found where it lives."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names in alphabetical order, as click lists others."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            importlib.import_module(f"bot.cli.{COMMANDS[cmd_name]}"), f"{cmd_name}_command"
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What was asked for; of a slip the names that are like it are told."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def levelfield() -> None:
    """Levelfield: an adviser on globalization asymmetry for small firms."""


def main() -> None:
    """Run the command; an error of ours is printed in one line each and ends with exit code 1."""
    try:
        levelfield()
    except LevelfieldError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
