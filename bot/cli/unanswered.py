"""`levelfield unanswered`: what was not understood, in groups, and what a person makes of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import click

from bot.cases.repository import CaseStore
from bot.cli.cases import open_cases
from bot.model.unanswered import NOTHING
from bot.settings import ROOT, Settings

if TYPE_CHECKING:
    from bot.learning.grouping import Group

# Enough to see what a group is about; `--all` shows the rest.
_SHOWN = 5
# What understanding is measured on. It belongs to the project, wherever an installation keeps its phrases.
_HELD_OUT = ROOT / "benchmarks" / "nlu"


class _ListsByDefault(click.Group):
    """A group of commands in which `list` may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` first where no command stands there."""
        named = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group("unanswered", cls=_ListsByDefault)
def unanswered_command() -> None:
    """List what was not understood in groups (`list`), and say what a group means: `label` or `drop`."""


@unanswered_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the groups as JSON.")
@click.option("--since", type=click.IntRange(min=1), metavar="DAYS", help="Only groups with messages of these days.")
@click.option("--all", "whole", is_flag=True, help="Show every text of each group.")
def list_command(as_json: bool, since: int | None, whole: bool) -> None:
    """Show the groups that nobody has labelled yet, the largest first, each with a key."""
    with open_cases() as store:
        groups = _groups(store)
        start = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(days=since or 0)
        recent = {entry.key for entry in store.unanswered(start)} if since else None
    # The groups are those of all messages, so that their keys are good for `label` whatever was shown here.
    shown = [_as_data(group, None if whole else _SHOWN, _times(group, recent)) for group in groups]
    shown = sorted((group for group in shown if group["times"]), key=lambda group: -group["times"])
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for group in shown:
        click.echo(_as_text(group))
    if shown:
        click.echo("`levelfield unanswered label GROUP INTENT` makes example phrases of a group, `drop GROUP` none.")
    else:
        click.echo("nothing is left unanswered.")


def _times(group: Group, recent: set[tuple[str, str]] | None) -> int:
    return sum(recent is None or entry.key in recent for entry in group.entries)


@unanswered_command.command("label")
@click.argument("key", metavar="GROUP")
@click.argument("intent")
@click.option("--only", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only the group's Nth text.")
def label_command(key: str, intent: str, only: tuple[int, ...]) -> None:
    """Add the texts of GROUP to the example phrases of INTENT, in data/nlu/learned.yml.

    What holds a placeholder, stands among the phrases already or is held out for measuring is left out.
    """
    from bot.learning.phrases import LEARNED, held_out_phrases, learn, read_phrases

    folder = Settings.from_env().data / "nlu"
    intents = read_phrases(folder)
    if intent not in intents:
        raise click.ClickException(f'there is no intent "{intent}". There are {", ".join(sorted(intents))}.')
    with open_cases() as store:
        group = _group(store, key)
        texts = _chosen(group, only)
        learned = learn(folder, held_out_phrases(_HELD_OUT), intent, texts)
        # What was left out is settled as well: it would only come back.
        store.label_unanswered([entry.key for entry in group.of(texts)], intent)
    for text in learned.added:
        click.echo(f"{intent}: {text}")
    for text, reason in learned.left_out:
        click.echo(f"left out ({reason}): {text}")
    if learned.added:
        count = len(learned.added)
        added = "one phrase" if count == 1 else f"{count} phrases"
        click.echo(f"{added} added to {folder / LEARNED}. `make train` is next.")
    else:
        click.echo("no phrase was added; the group is labelled all the same.")


@unanswered_command.command("drop")
@click.argument("key", metavar="GROUP")
@click.option("--only", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only the group's Nth text.")
def drop_command(key: str, only: tuple[int, ...]) -> None:
    """Mark GROUP as nothing to learn from."""
    with open_cases() as store:
        group = _group(store, key)
        dropped = group.of(_chosen(group, only))
        store.label_unanswered([entry.key for entry in dropped], NOTHING)
    click.echo(f"{_counted(len(dropped))} dropped.")


def _groups(store: CaseStore) -> list[Group]:
    """The groups of everything that nobody has labelled."""
    entries = store.unanswered()
    if not entries:
        return []
    # scikit-learn and the encoder take seconds to import, which no other command should wait for.
    from bot.language.encoder import shared_encoder
    from bot.learning.grouping import MOST_TEXTS, grouped

    groups = grouped(entries, shared_encoder())
    left = len(entries) - sum(len(group.entries) for group in groups)
    if left:
        click.echo(f"these are the newest {MOST_TEXTS} texts; {_counted(left)} wait behind them.", err=True)
    return groups


def _group(store: CaseStore, key: str) -> Group:
    groups = _groups(store)
    if groups:
        from bot.learning.grouping import find_group

        group = find_group(groups, key)
        if group:
            return group
    keys = ", ".join(group.key for group in groups) or "none"
    raise click.ClickException(f'there is no group "{key}". There are {keys}; `levelfield unanswered` shows them.')


def _chosen(group: Group, only: Sequence[int]) -> list[str]:
    """The texts of a group that were asked for by their numbers, or all."""
    beyond = [number for number in only if number > len(group.texts)]
    if beyond:
        last = len(group.texts)
        raise click.ClickException(f"group {group.key} has no text number {beyond[0]}. Its last one is number {last}.")
    return [text for number, text in enumerate(group.texts, 1) if not only or number in only]


def _as_data(group: Group, most: int | None, times: int) -> dict[str, Any]:
    """A group as plain data, in the documented shape."""
    intent, confidence = group.intent
    texts = group.texts[:most]
    return {
        "group": group.key,
        "times": times,
        "intent": intent or None,
        "confidence": round(confidence, 2) if intent else None,
        "nearest": group.nearest or None,
        "languages": list(group.languages),
        "texts": [{"text": text, "times": len(group.of([text]))} for text in texts],
        "more": len(group.texts) - len(texts),
    }


def _as_text(group: dict[str, Any]) -> str:
    """The same for reading."""
    guessed = f"{group['intent']} ({group['confidence']:.2f})" if group["intent"] else "nothing"
    about = [_counted(group["times"]), f"taken for {guessed}"]
    about += [f"nearest {group['nearest']}"] if group["nearest"] else []
    about += [f"also in {', '.join(group['languages'])}"] if group["languages"] else []
    lines = [f"{group['group']}: {', '.join(about)}"]
    for number, entry in enumerate(group["texts"], 1):
        often = f" ({entry['times']} times)" if entry["times"] > 1 else ""
        lines.append(f"  {number:2}. {entry['text']}{often}")
    if group["more"]:
        lines.append(f"      {group['more']} more; --all shows them")
    return "\n".join(lines)


def _counted(messages: int) -> str:
    return "one message" if messages == 1 else f"{messages} messages"
