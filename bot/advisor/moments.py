"""A word to what is said at an open question and answers nothing: anger, a brush-off, a blow, "the same as before"."""

from __future__ import annotations

from bot.advisor.advisor import Advisor
from bot.advisor.few_words import says_same
from bot.model.case import Case
from bot.model.knowledge import Question
from bot.model.message import Message
from bot.model.turn import Turn
from bot.rendering import talk

# What is said back to each moment of knowledge/moments.yml.
SAID = {
    "annoyed": "moment.annoyed",
    "somebody_else": "moment.somebody_else",
    "sued": "moment.sued",
    "fined": "moment.fined",
    "bribe": "moment.bribe",
    "false_label": "moment.false_label",
    "bought_reviews": "moment.bought_reviews",
    "theirs": "moment.theirs",
    "one_customer": "moment.one_customer",
}
# Whoever surely wants something ("what a stupid question, skip it") gets that.
_WANTED = frozenset({"skip", "stop", "ask_why", "ask_meaning", "ask_for_human", "delete_my_data", "not_applicable"})
_SURE = 0.9
# "Customs held our parcels and we were fined": a blow, and plainly the answer to a question, which is asked back.
_BLOWS = frozenset({"fined", "sued"})


def word_in_between(advisor: Advisor, case: Case, turn: Turn, question: Question) -> Message | None:
    """What is said back to what answers nothing; None where the text may be an answer. The question comes again."""
    if turn.token:
        return None
    if question.id not in case.answers and says_same(turn.text):
        return talk.notice(advisor.knowledge, "ask.nothing_to_keep")
    moment = turn.understanding.moment
    phrase = SAID.get(moment.id)
    if phrase is None or moment.likeness < advisor.knowledge.weight("answers.moment") or question.id in moment.answers:
        return None
    if turn.intent in _WANTED and turn.confidence >= _SURE:
        return None
    trouble = max((likelihood for _, _, likelihood in turn.understanding.problems), default=0.0)
    if moment.id in _BLOWS and trouble >= advisor.knowledge.weight("answers.problem_of_rival"):
        return None
    return talk.notice(advisor.knowledge, phrase)
