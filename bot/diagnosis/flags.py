"""What is true of the firm, as far as its facts and answers say: true, false, or not known."""

from __future__ import annotations

from collections.abc import Mapping

from bot.diagnosis.scoring import answer_score
from bot.model.case import Answers, Facts
from bot.model.knowledge import NOT_APPLICABLE, Knowledge

FLAGS = ("goods", "direct_customers", "uses_platform", "cross_border", "sells_abroad", "some_it_skill", "own_it_skill")
# T3 asks who can set up a digital tool: up to 3 somebody can be called in, up to 1 the skill is in the house.
_SOME_SKILL, _OWN_SKILL = 3, 1


def derive_flags(knowledge: Knowledge, facts: Facts, answers: Answers) -> Mapping[str, bool | None]:
    """Each flag as true, false or None (not known); given flags replace the derived ones."""
    derived: dict[str, bool | None] = dict.fromkeys(FLAGS)
    if facts.flags is not None:
        derived.update({flag: flag in facts.flags for flag in FLAGS})
    else:
        derived.update(_from_sector(knowledge, facts))
        derived.update(_from_facts(knowledge, facts))
        derived.update(_from_answers(knowledge, answers))
    skill = answer_score(knowledge.questions["T3"], answers)
    if skill is not None:
        derived["some_it_skill"] = skill <= _SOME_SKILL
        derived["own_it_skill"] = skill <= _OWN_SKILL
    else:
        # Nobody was asked: a skill may be given, but that it is not given does not mean that it is not there.
        derived.update({flag: derived[flag] or None for flag in ("some_it_skill", "own_it_skill")})
    return derived


def _from_sector(knowledge: Knowledge, facts: Facts) -> Mapping[str, bool]:
    term = knowledge.terms["sectors"].get(facts.sector or "")
    return term.sets if term else {}


def _from_facts(knowledge: Knowledge, facts: Facts) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for name in ("sells", "customers", "markets"):
        option = knowledge.questions[f"fact.{name}"].option(getattr(facts, name) or "")
        found.update(option.sets if option else {})
    return found


def _from_answers(knowledge: Knowledge, answers: Answers) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for name in ("P1", "P2", "P3"):
        option = knowledge.questions[name].option(answers.get(name, ""))
        if option and option.score:
            found["uses_platform"] = True
        if option and option.sets:
            found.update(option.sets)
    abroad = [answer_score(knowledge.questions[name], answers) for name in ("E2", "G2")]
    if any(abroad) or answer_score(knowledge.questions["E3"], answers) is not None:
        found["cross_border"] = True
    elif all(score == 0 for score in abroad) and answers.get("E3") == NOT_APPLICABLE:
        found["cross_border"] = False
    return found
