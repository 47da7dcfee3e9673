"""`levelfield draft`: draft strategies out of a document."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bootstrap import open_knowledge
from bot.cli.documents import show_progress
from bot.errors import DocumentUnreadable
from bot.library.opening import open_library
from bot.settings import Settings


@click.command("draft")
@click.argument("document")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Where to write; else var/drafts/<document>.")
def draft_command(document: str, folder: Path | None) -> None:
    """Write a draft strategy for each thing that DOCUMENT (a file, or the id of an added one) proposes."""
    # The classifiers' library takes seconds to import, which no other command should wait for.
    from bot.drafting.guessing import Guesser
    from bot.drafting.proposals import proposals
    from bot.drafting.writing import write_drafts
    from bot.language.encoder import shared_encoder
    from bot.library.shelf import document_id

    settings = Settings.from_env()
    knowledge, library = open_knowledge(settings), open_library(settings)
    try:
        content, title = library.content_of(document, show_progress)
    except DocumentUnreadable as error:
        raise click.ClickException(f"{document} {error}") from error
    guesses = Guesser(knowledge, shared_encoder()).guess(proposals(content.blocks))
    place = folder or settings.var / "drafts" / document_id(Path(document).name).removeprefix("document.")
    written = write_drafts(guesses, place, title)
    for path in written:
        click.echo(path)
    if not guesses:
        click.echo(f"{title} proposes nothing that could be a strategy.")
        return
    there = len(guesses) - len(written)
    left = f", {there} were there and are left as they are" if there else ""
    click.echo(f"{len(written)} drafts written to {place}{left}.")
    click.echo(
        "Edit each, remove its block `draft`, and move it to knowledge/strategies/; then run `levelfield check`."
    )
