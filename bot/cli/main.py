"""The `levelfield` command: one sub-command per module of this package."""

from __future__ import annotations

import sys

import click

from bot import __version__
from bot.cli.backup import backup_command, restore_command
from bot.cli.diagnose import diagnose_command
from bot.cli.doctor import doctor_command
from bot.cli.documents import add_command, documents_command
from bot.cli.draft import draft_command
from bot.cli.inbox import inbox_command
from bot.cli.knowledge import build_command, check_command, ids_command
from bot.cli.migrate import migrate_command
from bot.cli.outbox import outbox_command
from bot.cli.personal import erase_command, export_command, import_command, purge_command
from bot.cli.role import role_command
from bot.cli.serve import serve_command, shell_command
from bot.cli.unanswered import unanswered_command
from bot.cli.understand import ask_command, understand_command
from bot.errors import LevelfieldError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def levelfield() -> None:
    """Levelfield: an adviser on globalization asymmetry for small firms."""


COMMANDS = (
    *(check_command, build_command, ids_command, add_command, documents_command, draft_command),
    *(diagnose_command, ask_command, understand_command, unanswered_command, inbox_command, outbox_command),
    *(export_command, import_command, erase_command, purge_command, backup_command, restore_command),
    *(migrate_command, serve_command, shell_command, role_command, doctor_command),
)
for command in COMMANDS:
    levelfield.add_command(command)


def main() -> None:
    """Run the command; an error of ours is printed in one line each and ends with exit code 1."""
    try:
        levelfield()
    except LevelfieldError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
