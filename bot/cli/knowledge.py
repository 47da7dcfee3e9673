"""`levelfield check`, `build` and `ids`: the knowledge documents and the store made from them."""

from __future__ import annotations

import click

from bot.documents.load import load_knowledge
from bot.settings import Settings


@click.command("check")
def check_command() -> None:
    """Validate knowledge/; all faults at once, `path:line: message`."""
    knowledge = load_knowledge(Settings.from_env().knowledge)
    click.echo(
        f"knowledge is in order: {len(knowledge.strategies)} strategies, {len(knowledge.dimensions)} dimensions, "
        f"{len(knowledge.items)} causes and effects, {len(knowledge.concepts)} concepts, "
        f"{len(knowledge.questions)} questions, {len(knowledge.figures)} figures"
    )


@click.command("build")
def build_command() -> None:
    """Compile the strategy store from knowledge/."""
    from bot.cli.documents import show_progress
    from bot.library.opening import open_library
    from bot.store.write import write_store

    settings = Settings.from_env()
    knowledge = load_knowledge(settings.knowledge)
    settings.build.mkdir(parents=True, exist_ok=True)
    write_store(knowledge, settings.store_url)
    read, faults = open_library(settings).refresh(show_progress)
    for fault in faults:
        click.echo(fault, err=True)
    documents = f", {read} added documents read" if read else ""
    click.echo(f"strategy store built, version {knowledge.version}{documents}")


@click.command("ids")
def ids_command() -> None:
    """Print every knowledge id, one a line."""
    knowledge = load_knowledge(Settings.from_env().knowledge)
    for group in (
        *(knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables),
        *([row.id for table in knowledge.tables.values() for row in table.rows], knowledge.questions),
        *(knowledge.figures, knowledge.services, knowledge.refusals),
    ):
        for name in group:
            click.echo(name)
