"""`levelfield backup` and `levelfield restore`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.cases import open_cases
from bot.cli.migrate import migrate_all
from bot.personal.backup import back_up, restore
from bot.personal.keeping import KEEPER, make_keeping
from bot.settings import Settings


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """Write cases, conversations and added documents to FILE (a tar archive), also while the adviser runs."""
    migrate_all(settings := Settings.from_env())
    names = back_up(settings, file)
    click.echo(f"{file}: {', '.join(names)}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Don't ask.")
def restore_command(file: Path, yes: bool) -> None:
    """Put back what `levelfield backup` wrote, in the place of what is there. Whoever was erased since stays erased."""
    settings = Settings.from_env()
    migrate_all(settings)
    with open_cases() as cases:
        running, log = (
            make_keeping(settings, cases).leases.is_taken(KEEPER),
            make_keeping(settings, cases).erasures.log(),
        )
    if running:
        raise click.ClickException("the adviser is running. Stop it, wait 20 seconds, and restore then.")
    if not yes:
        click.confirm("Everything that is kept now is replaced. Go on?", abort=True)
    taken_at = restore(settings, file)
    migrate_all(settings)
    with open_cases() as cases:
        keeping = make_keeping(settings, cases)
        keeping.erasures.add_log(log)
        again = keeping.erase_again(taken_at)
    click.echo(f"restored as of {taken_at.isoformat(timespec='seconds')}; {again} erased since then were erased again.")
    click.echo("Run `levelfield build`: added documents are searched from then on.")
