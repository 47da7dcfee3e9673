"""`levelfield add` and `documents`: the operator's own documents."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from bot.errors import DocumentUnreadable
from bot.library.opening import open_library
from bot.model.document import AddedDocument
from bot.settings import Settings

# What was left out is shown up to here; the rest is counted.
_DROPPED_SHOWN = 40


def show_progress(what: str, done: int, of: int) -> None:
    """One line that is written over; nothing where no person watches, and nothing for short work."""
    if sys.stderr.isatty() and of > 1:
        click.echo(f"\r{what} {done:,} of {of:,} ", nl=done == of, err=True)


@click.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DOCUMENT...")
@click.option("--title", default="", help="What the document is called; else what it says itself.")
@click.option("--address", default="", help="Where people find it, for instance https://...")
@click.option("--date", "dated", default="", help="Its date as YYYY-MM-DD.")
@click.option("--licence", default="", help="Under which licence it may be quoted.")
def add_command(files: tuple[Path, ...], title: str, address: str, dated: str, licence: str) -> None:
    """Add DOCUMENTs (text, Markdown, HTML, PDF, DOCX) to what can be searched and cited."""
    if len(files) > 1 and (title or address):
        raise click.ClickException("--title and --address belong to one document. Add the files one at a time.")
    if dated and not _is_date(dated):
        raise click.ClickException(f'"{dated}" is no date. Write it as YYYY-MM-DD.')
    library = open_library(Settings.from_env())
    refused = 0
    for path in files:
        told = AddedDocument("", title, address, dated, licence, "", "", date.today().isoformat())
        try:
            result = library.add(path, told, show_progress)
        except DocumentUnreadable as error:
            click.echo(f"{path} {error}", err=True)
            refused += 1
            continue
        click.echo(f"{result.document.id}: {result.state}, {_counted(result.passages)}")
        if result.dropped:
            click.echo(f"  left out as no content: {len(result.dropped)}")
            for text in result.dropped[:_DROPPED_SHOWN]:
                click.echo(f"    {text[:100]}")
    if refused:
        sys.exit(1)


def _counted(passages: int) -> str:
    return "one passage" if passages == 1 else f"{passages} passages"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@click.command("documents")
@click.option("--remove", default="", metavar="ID", help="Remove a document.")
def documents_command(remove: str) -> None:
    """List the added documents, or remove one."""
    library = open_library(Settings.from_env())
    if remove:
        document = library.remove(remove)
        click.echo(f"{document.id}: removed ({document.title})")
        return
    found = library.store.documents()
    for document, _, passages in found:
        about = ", ".join(part for part in (document.date, document.licence, document.address) if part)
        click.echo(f"{document.id}: {document.title}, {_counted(passages)}{f' ({about})' if about else ''}")
    if not found:
        click.echo("no documents. Add some with `levelfield add FILE...`.")
