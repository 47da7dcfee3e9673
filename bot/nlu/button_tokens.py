"""Understands the tokens that buttons send, resume codes and introductions, without any guessing."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

# What a button means. A name that ends with a colon is followed by an id.
COMMANDS: dict[str, str] = {
    "menu.check": "start_diagnosis",
    "menu.deeper": "start_diagnosis",
    "menu.again": "start_diagnosis",
    "menu.browse": "ask_guidance",
    "menu.ask": "help",
    "next": "go_on",
    "skip": "skip",
    "dont_know": "dont_know",
    "back": "go_back",
    "why": "ask_why",
    "meaning": "ask_meaning",
    "word:": "ask_meaning",
    "stop": "stop",
    "resume": "resume",
    "plan": "show_plan",
    "export": "export_plan",
    "profile": "show_profile",
    "strengths": "show_profile",
    "code": "ask_privacy",
    "score": "ask_score",
    "score:": "ask_score",
    "recommend": "recommend",
    "yes": "affirm",
    "no": "deny",
    "restart.yes": "affirm",
    "delete.yes": "affirm",
    "try.yes": "affirm",
    "guide:": "ask_guidance",
    "more:": "tell_more",
    "why_this:": "ask_why_this",
    "why_not:": "ask_why_not",
    "first:": "ask_first_step",
    "cost:": "ask_cost",
    "accept:": "accept_strategy",
    "reject:": "reject_strategy",
    "done:": "report_progress",
    "reason:": "reject_strategy",
    "try:": "what_if",
    "doing:": "change_plan",
    "change": "change_plan",
    "change:": "change_plan",
    "undo": "change_plan",
    "swap:": "change_plan",
    "to_now:": "change_plan",
    "to_next:": "change_plan",
    "to_later:": "change_plan",
    "due:": "change_plan",
    "mine:": "change_plan",
    "explain:": "ask_dimension",
    "read:": "ask_dimension",
    "figures:": "ask_evidence",
    "services:": "ask_who_helps",
    "ask:": "go_back",
    # Coming back: reminders, and the brief for a human adviser.
    "remind:": "remind_me",
    "remind.ask": "remind_me",
    "remind.list": "remind_me",
    "remind.stop": "remind_me",
    "cancel_reminder:": "remind_me",
    "brief": "ask_for_human",
    "brief.see": "ask_for_human",
    "brief:": "ask_for_human",
    "send_brief:": "ask_for_human",
}

_CHECK_UP = r"(?:check[- ]?up|checkup|diagnosis)"
# Words as plain as a button: no example phrase is needed to know what they want, and no guess is as sure.
PLAIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), token)
    for pattern, token in (
        (
            r"^(?:.{0,20}\b(?:whats?|which|where|tell|give|show|forgot|lost|need|see)\b.{0,20}\b)?"
            r"my (?:resume )?code\b\W*$",
            "code",
        ),
        # Alone; guessed from its letters it would be "start over".
        (
            r"^(?:(?:ok|so|yes|please|now|well)[ ,]+)*(?:let(?:'?s| us) )?(?:start|begin|get (?:started|going))"
            r"(?: now)?(?:,? please)?\W*$",
            "menu.check",
        ),
        (rf"\b{_CHECK_UP}\b.{{0,20}}\b(?:again|once more|anew|a second time)\b", "menu.again"),
        (rf"\b(?:second|new|another|fresh)\b.{{0,12}}\b{_CHECK_UP}\b(?!.*\?)", "menu.again"),
        (
            r"^(?:please )?check (?:me|us|my (?:business|firm)|our (?:business|firm)) (?:again|once more)\b\W*$",
            "menu.again",
        ),
        (r"^(?:maybe |perhaps )?(?:later|another time|some other time)(?: (?:maybe|please|perhaps))?\W*$", "stop"),
        (r"^(?:please )?unsubscribe(?: me)?(?:,? please)?\W*$", "remind.stop"),
        (
            r"\b(?:speak|talk|chat) (?:to|with) (?:an? |some |your )?(?:(?:real|human|live) )*"
            r"(?:person|human|adviser|advisor|consultant|somebody|someone)(?: (?:please|instead))?\W*$",
            "brief",
        ),
        (
            r"^(?:(?:ok|and|so|now|please|can you|could you)[ ,]+)*(?:give|show|make|write|send|i need|i want|i'd like)"
            r"(?: me| us)? (?:the|a|my|our) brief(?: (?:for|to) .{1,40})?(?:,? please)?\W*$",
            "brief",
        ),
        (
            r"^(?:(?:so|and|ok) )?(?:what(?:'s| are| is)|show me|tell me) (?:my|our) (?:own )?strengths?\b\W*$",
            "strengths",
        ),
        (
            r"\bwhich (?:of (?:my|our|the) )?answers? (?:made|makes?|gave|count|went into)\b",
            "score",
        ),
        (r"^(?:(?:so|and|ok) )?what (?:am i|are we) good at\b\W*$", "strengths"),
        (
            r"^(?:(?:no|oh|oops|sorry|wait|please|ok|can you|could you)[ ,.!]+)*"
            r"(?:(?:undo|revert)(?: (?:that|it|this|(?:the|my) last (?:one|answer|change|step)))?"
            r"|(?:put|take) (?:that|it|this|the last one|my last answer) back)(?:,? please)?\W*$",
            "undo",
        ),
    )
)

# What the words of an introduction may be taken for besides, and what makes one.
_TOLD_WITH = frozenset({"describe_problem", "inform"})
_INTRODUCTION = frozenset({"sector", "team_size"})

# An answer: a question or a fact, a colon, and the value of an option ("E1:3", "fact.sector:food_retail");
# or a contradiction and the answer that stays ("clash.no_hand_work_yet_paper:T1").
_ANSWER = re.compile(r"(?:[A-Z][1-9]|fact\.[a-z_]+):[a-z0-9_]+|clash\.[a-z_]+:[A-Za-z0-9_.]+")
# An id, and behind a slash how far it has been read.
_ID = re.compile(r"[A-Za-z0-9_.-]+(?:/[0-9]{1,3})?")


def token_intent(text: str) -> str | None:
    """The intent of a text that is exactly one button token, or None."""
    if _ANSWER.fullmatch(text):
        return "inform"
    name, colon, rest = text.partition(":")
    if colon and not _ID.fullmatch(rest):
        return None
    return COMMANDS.get(name + colon)


def plain_token(text: str) -> str:
    """The token of words that want one thing only ("what's my code"), or nothing."""
    said = " ".join(text.replace("’", "'").split())
    return next((token for pattern, token in PLAIN if pattern.search(said)), "")


def introduces(message: Message) -> bool:
    """Whether a text that was taken for a trouble or an answer tells who the firm is: its trade and its head count.

    "Freight forwarder, 22 people, customs are killing us" begins a talk; the trouble is placed with the facts.
    """
    told = (message.get("understanding") or {}).get("facts") or {}
    guessed = (message.get(INTENT) or {}).get("name")
    return guessed in _TOLD_WITH and told.keys() >= _INTRODUCTION


def _word_token(message: Message) -> str:
    """The token that explains the word which a text asks the meaning of, and nothing else; or nothing."""
    term = (message.get("understanding") or {}).get("term")
    return f"word:{term}" if term else ""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ButtonTokenResolver(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Overrules the intent of a message that is a button's token; stands last in the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ButtonTokenResolver:
        """Create the resolver; it has no state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and entity `token` on tokens; a code means `resume`, an introduction the firm."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            name, value = token_intent(text), text
            if not name and any(entity["entity"] == "resume_code" for entity in message.get(ENTITIES, [])):
                # Nobody writes a code for another reason, whatever the words around it look like.
                message.set(INTENT, {"name": "resume", "confidence": 1.0}, add_to_output=True)
            elif not name and (value := plain_token(text) or _word_token(message)):
                name = token_intent(value)
            if not name and introduces(message):
                intent = {"name": "describe_business", "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
            elif name:
                intent = {"name": name, "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
                # What the words of a token look like ("plan", "E1") is no fact about a business.
                token = {"entity": "token", "value": value, "start": 0, "end": len(text), "confidence_entity": 1.0}
                message.set(ENTITIES, self.add_extractor_name([token]), add_to_output=True)
        return messages
