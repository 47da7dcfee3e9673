"""`levelfield export`, `import`, `erase` and `purge`: what is kept of people."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli.cases import open_cases
from bot.cli.migrate import migrate_all
from bot.personal.keeping import KEEPER, ExportUnusable, Keeping, make_keeping
from bot.settings import Settings

# A turn that hangs ends after twenty seconds, and the server looks every five.
PATIENCE_SECONDS = 40.0
_LOOK_SECONDS = 0.2


@contextmanager
def open_keeping() -> Iterator[Keeping]:
    """What is kept at this installation, with its tables up to date."""
    settings = Settings.from_env()
    migrate_all(settings)
    with open_cases() as cases:
        yield make_keeping(settings, cases)


@click.command("export")
@click.argument("person", metavar="PERSON|CODE")
def export_command(person: str) -> None:
    """Print all that is kept of a person (rest:anna, or a resume code) as JSON."""
    with open_keeping() as keeping:
        click.echo(json.dumps(keeping.export(person), indent=1, ensure_ascii=False))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(file: Path) -> None:
    """Put back what `levelfield export` printed, where nothing is kept of that person."""
    try:
        exported = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise ExportUnusable(f"{file} is not JSON. `levelfield export PERSON > FILE` makes one.") from None
    with open_keeping() as keeping:
        count = keeping.load(exported)
    click.echo(f"{count} rows were put back.")


@click.command("erase")
@click.argument("person", metavar="PERSON|CODE")
@click.option("--thorough", is_flag=True, help="Rewrite large databases too, which locks their tables meanwhile.")
def erase_command(person: str, thorough: bool) -> None:
    """Delete all that is kept of a person (rest:anna, or a resume code), the log of their conversation included."""
    with open_keeping() as keeping:
        wanted, _ = keeping.ask_erasure(person, "command")
        ids = {one.id for one in wanted}
        deadline = time.monotonic() + PATIENCE_SECONDS
        # A running server does it between two turns of that person. Where there is none, no turn is at work either.
        while keeping.leases.is_taken(KEEPER) and time.monotonic() < deadline:
            if not ids & {one.id for one in keeping.erasures.wanted()}:
                break
            time.sleep(_LOOK_SECONDS)
        for one in keeping.erasures.wanted():
            if one.id in ids:
                keeping.settle(one)
        for place in keeping.places if thorough else ():
            place.cleanse(thorough=True)
    click.echo(f"everything of {person} is erased; the log of erasures names nobody.")


@click.command("purge")
@click.option("--days", type=click.IntRange(min=1), help="Older than so many days; otherwise LEVELFIELD_KEEP_DAYS.")
def purge_command(days: int | None) -> None:
    """Delete what nobody has touched for long enough (90 days). A running server does the same once a day."""
    with open_keeping() as keeping:
        purged = keeping.purge(days or Settings.from_env().keep_days)
    for place, count in purged.rows.items():
        click.echo(f"{place}: {count} rows deleted")
