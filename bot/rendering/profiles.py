"""The asymmetry profile in words: strengths first, then where the field is tilted, and how that was computed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.diagnosis.scoring import answer_score, confidence_word, is_sure
from bot.model.case import Answers, Assessment, DimensionScore, Facts, Profile
from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.rendering.phrases import button, counted, joined, lines, listed, lowered, say, whole
from bot.rendering.questions import label_of
from bot.rendering.radar import radar_uri

# More than two couplings in one message hide each other.
_COUPLINGS = 2
# How each number came about is opened for the worst ones by a button; any other can be asked for.
_OPENED = 3
# Where the field is level the firm is strong already.
_LEVEL = frozenset({"low"})


def profile_message(knowledge: Knowledge, assessment: Assessment, facts: Facts, answers: Answers) -> Message:
    """The profile; without an answer, the offer to begin."""
    profile = assessment.profile
    if not profile.answered:
        return Message("profile", say(knowledge, "profile.none"), buttons=(button(knowledge, "check", "menu.check"),))
    text = lines(
        say(knowledge, "profile.title", answers=counted(knowledge, profile.answered)),
        strengths(knowledge, answers, profile),
        _scores(knowledge, profile),
        _rival(knowledge, profile, facts),
        _couplings(knowledge, profile),
        *(say(knowledge, "profile.clash", ask=clash.wording) for clash in assessment.contradictions[:1]),
        say(knowledge, "profile.level") if assessment.plan.status == "level" else "",
        say(knowledge, "profile.rests_on"),
    )
    about = tuple(score.dimension for score in profile.assessed)
    return Message(
        "profile", text, about=about, buttons=_ways_on(knowledge, assessment), data=_data(knowledge, profile)
    )


def _ways_on(knowledge: Knowledge, assessment: Assessment) -> tuple[Button, ...]:
    ways = [button(knowledge, "recommend", "recommend")]
    if assessment.next_question:
        ways.append(button(knowledge, "deeper", "menu.deeper"))
    return (*ways, button(knowledge, "score", "score"))


def strengths_message(knowledge: Knowledge, profile: Profile, answers: Answers) -> Message:
    """What the firm is good at and where the field is level, or that neither is known yet."""
    text = strengths(knowledge, answers, profile)
    phrase = "profile.strengths_none" if profile.answered else "profile.none"
    level = tuple(score.dimension for score in profile.assessed if score.band in _LEVEL)
    ways = () if profile.answered else (button(knowledge, "check", "menu.check"),)
    data = _data(knowledge, profile)
    return Message("profile", text or say(knowledge, phrase), level, ("levelfield",) if level else (), ways, data)


def strengths(knowledge: Knowledge, answers: Answers, profile: Profile | None = None) -> str:
    """What the firm has and the large do not, and where the field is level; empty where nothing is known."""
    named = [
        say(knowledge, "profile.strength", says=option.says)
        for question in knowledge.of_kind("strength")
        if (option := question.option(answers.get(question.id, ""))) and option.feeds
    ]
    level = [score_line(knowledge, s) for s in (profile.assessed if profile else ()) if s.band in _LEVEL]
    return lines(
        listed([say(knowledge, "profile.strengths"), *named]) if named else "",
        listed([say(knowledge, "profile.level_fields"), *level]) if level else "",
    )


def _scores(knowledge: Knowledge, profile: Profile) -> str:
    known = [score_line(knowledge, score) for score in profile.assessed if score.band not in _LEVEL]
    missing = [lowered(knowledge.dimensions[name].title) for name, s in profile.scores.items() if s.severity is None]
    unknown = say(knowledge, "profile.unknown", titles=joined(missing)) if missing else ""
    return lines(listed([say(knowledge, "profile.scores"), *known]) if known else "", unknown)


def score_line(knowledge: Knowledge, score: DimensionScore) -> str:
    """One dimension with how it stands."""
    dimension = knowledge.dimensions[score.dimension]
    title = f"{dimension.title} ({dimension.plain})"
    return say(knowledge, "profile.line", title=title, standing=standing(knowledge, score))


def standing(knowledge: Knowledge, score: DimensionScore) -> str:
    """How a dimension stands, wherever it is said: a number where it is sure, else a word with its few answers."""
    if is_sure(knowledge, score):
        band = say(knowledge, f"profile.band_{score.band}")
        return say(knowledge, "profile.sure", band=band, severity=whole(score.severity))
    answers = counted(knowledge, len(score.answered))
    return say(knowledge, "profile.unsure", looks=say(knowledge, f"profile.looks_{score.band}"), answers=answers)


def _rival(knowledge: Knowledge, profile: Profile, facts: Facts) -> str:
    named = f"dimension.{facts.rival}"
    if named not in knowledge.dimensions or profile.scores[named].severity is None:
        return ""
    plain, worst = knowledge.dimensions[named].plain, profile.assessed[0].dimension
    if profile.scores[named].band in _LEVEL:
        return say(knowledge, "noted.rival_level", plain=plain)
    near = (profile.scores[named].effective or 0) >= 0.8 * (profile.scores[worst].effective or 0)
    if near:
        return say(knowledge, "noted.rival_match", plain=plain)
    return say(knowledge, "noted.rival_other", plain=plain, other=knowledge.dimensions[worst].plain)


def _couplings(knowledge: Knowledge, profile: Profile) -> str:
    """The strongest couplings between two dimensions that are both at least somewhat tilted."""
    tilted = {s.dimension: s.effective or 0 for s in profile.assessed if s.band in {"moderate", "high", "severe"}}
    active = [c for c in knowledge.couplings if c.source in tilted and c.target in tilted]
    active.sort(key=lambda c: -c.strength * tilted[c.source] * tilted[c.target])
    rows = [say(knowledge, "profile.coupling_line", reason=c.reason) for c in active[:_COUPLINGS]]
    return listed([say(knowledge, "profile.couplings"), *rows]) if rows else ""


def _data(knowledge: Knowledge, profile: Profile) -> dict[str, object]:
    scores = {
        name: {
            "title": knowledge.dimensions[name].title,
            "plain": knowledge.dimensions[name].plain,
            "severity": None if score.severity is None else round(score.severity, 1),
            "band": score.band,
            "confidence": round(score.confidence, 2),
            "confidence_word": confidence_word(knowledge, score),
        }
        for name, score in profile.scores.items()
    }
    couplings = [{"from": c.source, "to": c.target, "reason": c.reason} for c in knowledge.couplings]
    return {"dimensions": scores, "couplings": couplings, "image": radar_uri(knowledge, profile)}


def score_message(knowledge: Knowledge, profile: Profile, answers: Answers, dimension: str = "") -> Message:
    """How the numbers came about: the rule and each number, or one number from the answers in words."""
    if not profile.answered:
        return Message("profile", say(knowledge, "profile.none"), buttons=(button(knowledge, "check", "menu.check"),))
    if dimension in profile.scores:
        return _one_score(knowledge, profile, profile.scores[dimension], answers)
    rows = [
        say(
            knowledge,
            "profile.score_line",
            title=knowledge.dimensions[score.dimension].title,
            standing=standing(knowledge, score),
            confidence=whole(100 * score.confidence),
        )
        for score in profile.assessed
    ]
    text = lines(say(knowledge, "profile.score_rule"), listed(rows), say(knowledge, "profile.rests_on"))
    about = tuple(score.dimension for score in profile.assessed)
    ways = tuple(
        button(knowledge, "score_of", f"score:{name}", title=lowered(knowledge.dimensions[name].title))
        for name in about[:_OPENED]
    )
    return Message("profile", text, about, ("levelfield",), ways, _data(knowledge, profile))


def _one_score(knowledge: Knowledge, profile: Profile, score: DimensionScore, answers: Answers) -> Message:
    """One dimension: each answer with what it counts, how sure it makes us, and what it feeds."""
    title = knowledge.dimensions[score.dimension].title
    fed = max((c for c in knowledge.couplings if c.source == score.dimension), key=lambda c: c.strength, default=None)
    if score.severity is None:
        text = say(knowledge, "profile.score_open", title=title)
    else:
        head = say(knowledge, "profile.score_head", title=title, standing=standing(knowledge, score))
        rows = [_part(knowledge, name, answers) for name in score.answered]
        sure = say(knowledge, "profile.score_sure", confidence=whole(100 * score.confidence))
        text = lines(listed([head, *rows]), sure, say(knowledge, "profile.coupling", reason=fed.reason) if fed else "")
    ways = tuple(
        button(knowledge, "change_fact", f"ask:{name}", what=say(knowledge, "profile.answer_number", number=number))
        for number, name in enumerate(score.answered, 1)
    )
    return Message("profile", text, (score.dimension,), ("levelfield",), ways, _data(knowledge, profile))


def _part(knowledge: Knowledge, name: str, answers: Answers) -> str:
    question = knowledge.questions[name]
    phrase = "profile.score_part_double" if question.weight > 1 else "profile.score_part"
    label = label_of(knowledge, question, answers[name])
    return say(knowledge, phrase, subject=question.subject, label=label, score=answer_score(question, answers))


def progress_message(knowledge: Knowledge, profiles: list[Mapping[str, float | None]]) -> Message:
    """Then and now, by dimension."""
    if len(profiles) < 2:
        phrase = "profile.one_only" if profiles else "profile.none_kept"
        # With one check-up behind them the way to another stands below, with the answers kept.
        ways = () if profiles else (button(knowledge, "check", "menu.check"),)
        return Message("progress", say(knowledge, phrase), buttons=ways)
    then, now = profiles[-2], profiles[-1]
    rows, moved, same = [], {}, True
    for name, dimension in knowledge.dimensions.items():
        before, after = then.get(name), now.get(name)
        if before is not None and after is not None:
            moved[name] = {"plain": dimension.plain, "then": before, "now": after}
            rows.append(say(knowledge, "profile.moved", title=dimension.title, then=whole(before), now=whole(after)))
            same = same and whole(before) == whole(after)
    text = listed([say(knowledge, "profile.then_now", number=len(profiles)), *rows])
    text = lines(text, say(knowledge, "profile.nothing_moved") if same else "")
    return Message("progress", text, data={"moved": moved})
