"""A plan as a page of HTML that prints well; every text is escaped, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.model.knowledge import Knowledge
from bot.rendering.plan_paper import Paper, PaperStep
from bot.rendering.plans import FILES
from bot.rendering.radar import radar_svg


def plan_page(knowledge: Knowledge, paper: Paper, folder: str, until: str) -> str:
    """What stands between the head and the end of the page.

    Args:
        folder: the page's own last path segment, below which its files lie.
        until: the day on which the page runs out, to read.
    """
    texts = {name: escape(text) for name, text in paper.texts.items()}
    files = " · ".join(f'<a href="{escape(folder)}/{name}" download>{texts[kind]}</a>' for kind, name in FILES.items())
    parts = [
        f'<header class="top"><h1>{texts["title"]}</h1><p>{escape(paper.made)}</p>',
        f'<nav aria-label="{texts["files"]}">{texts["files"]} {files}</nav></header>',
        f'<p class="first">{escape(paper.opening)}</p>' if paper.opening else "",
        _section(texts["strengths"], _list(paper.strengths)) if paper.strengths else "",
        _profile(knowledge, paper) if paper.profile.answered else "",
        _section(texts["steps"], "".join(_wave(title, steps, texts) for title, steps in paper.waves)),
        _section(texts["left_out"], _list(paper.left_out)) if paper.left_out else "",
        _section(texts["evidence"], _list(paper.evidence)) if paper.evidence else "",
        _section(texts["sources"], _list(paper.sources)),
        f"<footer><p>{texts['rests_on']}</p><p>{escape(paper.resume)}</p>",
        f'<p class="screen">{escape(paper.texts["keep"].format(date=until))}',
        f'<a href="../">{texts["open_talk"]}</a></p></footer>',
    ]
    return "\n".join(part for part in parts if part)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _profile(knowledge: Knowledge, paper: Paper) -> str:
    texts = {name: escape(text) for name, text in paper.texts.items()}
    rows = "".join(
        f'<tr><th scope="row">{escape(score.title)} ({escape(score.plain)})</th><td>{escape(score.text)}</td></tr>'
        for score in paper.scores
    )
    table = (
        f'<table><thead><tr><th scope="col">{texts["where"]}</th><th scope="col">{texts["tilted"]}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    return _section(texts["profile"], f'<div class="profile">{radar_svg(knowledge, paper.profile)}{table}</div>')


def _wave(title: str, steps: Iterable[PaperStep], texts: dict[str, str]) -> str:
    return f"<h3>{escape(title)}</h3>{''.join(_step(step, texts) for step in steps)}"


def _step(step: PaperStep, texts: dict[str, str]) -> str:
    due = f'<time datetime="{step.due}">{texts["due_by"].format(date=escape(step.due_text))}</time>' if step.due else ""
    rows = (
        ("why", step.why),
        ("first", step.first),
        ("how_known", step.measure),
        ("owner", step.owner),
        ("helper", step.helper),
    )
    told = "".join(f"<dt>{texts[name]}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    mark = f' <span class="done">{texts["done"]}</span>' if step.done else ""
    head = f"<h4>{step.number}. {escape(step.title)}{mark} {due}</h4>"
    return f'<article class="step">{head}<dl>{told}</dl></article>'
