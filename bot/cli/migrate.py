"""`levelfield migrate`: the databases' layouts, brought up to date before the servers start."""

from __future__ import annotations

import click

from bot.cases.migrate import migrate as migrate_cases
from bot.settings import Settings
from bot.trackers.migrate import migrate as migrate_trackers


@click.command("migrate")
def migrate_command() -> None:
    """Bring the databases of cases and conversations up to date; once before several servers start on them."""
    migrate_all(Settings.from_env())
    click.echo("the databases are up to date")


def migrate_all(settings: Settings) -> None:
    """Apply what the case store and the tracker store lack."""
    migrate_cases(settings.cases_url)
    migrate_trackers(settings.trackers_url)
