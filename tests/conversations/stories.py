"""Scenarios as Rasa test stories: `python -m tests.conversations.stories FILE` writes them and says what they hold.

Which actions follow an intent stands in data/rules; what a custom action leaves open for the rules to look at stands
here, since custom actions do not run in `rasa test`. `test_scenarios.py` holds every story against what the running
adviser did.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.resume_codes import find_codes
from bot.nlu.button_tokens import token_intent
from bot.settings import ROOT
from tests.conversations.scenario import NOTHING, Scenario, read_scenario, scenario_files, words

FORM = "diagnosis_form"
# What the form keeps for itself while it is active; everything else goes to its rule.
_FORMS_OWN = {
    *("inform", "describe_problem", "describe_business", "nlu_fallback", "report_progress"),
    *("skip", "dont_know", "not_applicable", "go_on", "resume", "repeat", "affirm", "deny"),
}
_CONFIRMS = {"affirm", "deny"}
# The kinds of message that the parts of the interview lead to.
_LED_TO = {"profile", "plan", "strategy"}
# What an action leaves in the slots that rules look at, where the rule itself does not say it.
_LEAVES: Mapping[str, Mapping[str, Any]] = {
    "action_begin_guidance": {"phase": "guidance"},
    "action_begin_plan": {"phase": "plan"},
    "action_show_profile": {"stage": "profile"},
    "action_show_niche": {"stage": "niche"},
    "action_show_collaboration": {"stage": "collaboration"},
    "action_show_automation": {"stage": "automation"},
    "action_show_other_help": {"stage": "more"},
    "action_show_plan": {"stage": "plan"},
    "action_ask_start_over": {"confirming": "start_over"},
    "action_ask_delete": {"confirming": "delete"},
    "action_start_over": {"stage": None, "phase": None},
    "action_delete_data": {"stage": None, "phase": None},
}

Step = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule: the intent or nothing (where the form ends), its conditions, and what follows."""

    intent: str
    loop: str | None
    slots: Mapping[str, Any]
    steps: tuple[Step, ...]

    def holds(self, loop: bool, slots: Mapping[str, Any]) -> bool:
        """Whether its conditions are met."""
        if self.loop is not None and (self.loop == FORM) is not loop:
            return False
        return all(slots.get(name) == value for name, value in self.slots.items())

    @property
    def narrow(self) -> int:
        """How many conditions it has: of two that hold, the narrower one counts."""
        return len(self.slots) + (self.loop is not None)


@dataclass
class Told:
    """One person's side of a scenario as a story; `actions` are those of each turn, by its place in the scenario."""

    name: str
    steps: list[Step] = field(default_factory=list)
    actions: dict[int, list[str]] = field(default_factory=dict)
    loop: bool = False
    ended: str = ""
    slots: dict[str, Any] = field(default_factory=lambda: {"stage": None, "phase": None, "confirming": None})
    checked: bool = False


@cache
def read_rules(folder: Path = ROOT / "data" / "rules") -> tuple[Rule, ...]:
    """All rules."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for raw in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            conditions = raw.get("condition", [])
            loops = [c["active_loop"] or "" for c in conditions if "active_loop" in c]
            slots = {
                name: value for c in conditions for entry in c.get("slot_was_set", ()) for name, value in entry.items()
            }
            steps = list(raw["steps"])
            intent = steps.pop(0)["intent"] if "intent" in steps[0] else ""
            found.append(Rule(intent, loops[0] if loops else None, slots, tuple(steps)))
    return tuple(found)


def tell(scenario: Scenario) -> list[Told]:
    """The stories of a scenario, one for each device; each goes on as far as the rules and the scenario tell it."""
    stories: dict[str, Told] = {}
    for place, turn in enumerate(scenario.turns):
        device = str(turn.get("on", ""))
        name = f"{scenario.name} ({device})" if device else scenario.name
        story = stories.setdefault(device, Told(name))
        if not story.ended:
            story.ended = _add(story, turn, place)
    return list(stories.values())


def _add(story: Told, turn: Mapping[str, Any], place: int) -> str:
    """Add a turn; why the story ends before it, or nothing."""
    if "answer" in turn:
        if not story.loop:
            return "answers outside of the interview"
        last = len(turn["answer"]) - 1
        story.actions[place] = []
        for number, (question, value) in enumerate(turn["answer"].items()):
            said = f"{question}:{value}"
            text = said if token_intent(said) and " " not in said else str(value)
            _form_turn(story, place, text, "inform", ends=number == last and _ends(turn))
        return ""
    text = str(turn.get("press", turn.get("you")))
    intent = turn.get("intent") or (token_intent(text) if "press" in turn else None)
    answers = turn.get("noted") or ("press" in turn and not story.slots["confirming"])
    if intent is None and story.loop and answers:
        intent = "inform"
    if intent is None:
        return "no intent is written down"
    story.actions[place] = []
    ends = _ends(turn)
    confirming = intent in _CONFIRMS and story.slots["confirming"]
    own = intent in _FORMS_OWN or (intent in {"start_diagnosis", "correct_answer"} and _is_answer(turn))
    # A resume code goes to its rule, whatever is open.
    own = own and not find_codes(text)
    if story.loop and own and not confirming:
        _form_turn(story, place, text, intent, ends=ends, proposes="proposed" in turn)
        return ""
    return _rule_turn(story, place, text, intent, turn, ends)


def _ends(turn: Mapping[str, Any]) -> bool:
    """Whether the interview is through after an answer: nothing is asked, or what it leads to is there."""
    through = "asked" not in turn and bool(_LED_TO & set(words(turn.get("kind"))))
    return turn.get("asked") == NOTHING or through


def _is_answer(turn: Mapping[str, Any]) -> bool:
    """Whether a correction answered the open question: the interview then goes on with another one."""
    asked = str(turn.get("asked", ""))
    return asked.startswith("fact.") or "fact." in str(turn.get("noted", ""))


def _form_turn(story: Told, place: int, text: str, intent: str, *, ends: bool, proposes: bool = False) -> None:
    story.steps.append({"user": text, "intent": intent})
    _act(story, place, FORM)
    _set(story, {"confirming": "answer" if proposes else None})
    if ends:
        _end_form(story, place)
    else:
        story.steps.append({"active_loop": FORM})


def _end_form(story: Told, place: int) -> None:
    """The form is through: what the phase leads to follows."""
    story.loop = False
    story.steps += [{"active_loop": None}, {"slot_was_set": [{"requested_slot": None}]}]
    rule = next(r for r in read_rules() if not r.intent and r.holds(False, story.slots))
    for step in rule.steps:
        if step.get("action") not in (None, FORM):
            _act(story, place, step["action"])
            _set(story, _LEAVES.get(step["action"], {}))


def _rule_turn(story: Told, place: int, text: str, intent: str, turn: Mapping[str, Any], ends: bool) -> str:
    holding = [rule for rule in read_rules() if rule.intent == intent and rule.holds(story.loop, story.slots)]
    if not holding:
        del story.actions[place]
        return f"no rule for {intent} here"
    rule = max(holding, key=lambda rule: rule.narrow)
    story.steps.append({"user": text, "intent": intent})
    was_open, runs_form, left = story.loop, False, {"confirming": None}
    for step in rule.steps:
        if step.get("action") == FORM:
            runs_form = True
            continue
        if "action" in step:
            _act(story, place, step["action"])
            left |= _left_by(story, step["action"], turn)
            if "confirming" in step.get("slot_was_set", ()):
                left["confirming"] = None
            _set(story, left)
        if "active_loop" in step and step["active_loop"] is None:
            story.loop = False
            story.steps.append({"active_loop": None})
    still_open = was_open and story.loop
    if runs_form or still_open:
        story.loop = True
        _act(story, place, FORM)
        if ends and not still_open:
            _end_form(story, place)
        else:
            story.steps.append({"active_loop": FORM})
    return ""


def _left_by(story: Told, action: str, turn: Mapping[str, Any]) -> dict[str, Any]:
    left = dict(_LEAVES.get(action, {}))
    if "proposed" in turn:
        left["confirming"] = "answer"
    if action == "action_start_diagnosis":
        left |= {"stage": "diagnosis", "phase": "deeper" if story.checked else "quick"}
    if action in {"action_resume", "action_go_back"}:
        left["phase"] = story.slots["phase"] or ("guidance" if story.checked else "quick")
    if action == "action_go_back":
        left["stage"] = story.slots["stage"] or "diagnosis"
    return left


def _act(story: Told, place: int, action: str) -> None:
    story.steps.append({"action": action})
    story.actions[place].append(action)
    if action == "action_show_profile" and story.slots["phase"] == "quick":
        story.checked = True


def _set(story: Told, values: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if story.slots.get(name) != value}
    if changed:
        story.slots |= changed
        story.steps.append({"slot_was_set": [{name: value} for name, value in changed.items()]})


def main(target: Path) -> None:
    """Write all stories into one file and say how much of the scenarios they hold."""
    scenarios = [read_scenario(path) for path in scenario_files()]
    stories = [(scenario, story) for scenario in scenarios for story in tell(scenario)]
    told = [{"story": story.name, "steps": story.steps} for _, story in stories if story.steps]
    target.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"version": "3.1", "stories": told}, sort_keys=False, allow_unicode=True)
    target.write_text(text, encoding="utf-8")
    whole = sum(1 for scenario in scenarios if not any(story.ended for story in tell(scenario)))
    turns, held = sum(len(s.turns) for s in scenarios), sum(len(story.actions) for _, story in stories)
    print(f"{len(told)} stories from {len(scenarios)} scenarios, {whole} of them whole; {held} of {turns} turns")
    for _, story in stories:
        if story.ended:
            place = max(story.actions, default=-1) + 1
            print(f"  {story.name}: as far as turn {place}, then {story.ended}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
