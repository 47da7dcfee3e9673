"""Every plain action and the use case behind it. The interview's form has a module of its own."""

from __future__ import annotations

from functools import partial

from actions.base import AdvisorAction, UseCase, advisor, in_full
from bot.advisor import (
    answering,
    asking,
    changing,
    choosing,
    guidance,
    handing_over,
    interview,
    noting,
    pausing,
    planning,
    proposals,
    reminding,
    results,
    supposing,
    talking,
)
from bot.advisor.proposals import on_its_own_yes
from bot.advisor.searching import questions_first
from bot.advisor.urgent import urgent_first
from bot.model.turn import Reply, Turn

# What is said in talk or about a strategy gives way to a plain question of knowledge: intents are guessed, too.
USE_CASES: dict[str, UseCase] = {
    # talk
    "action_show_menu": questions_first(choosing.not_for_us_first(talking.show_menu)),
    "action_say_fixed": questions_first(choosing.not_for_us_first(talking.say_fixed)),
    "action_note_feedback": choosing.not_for_us_first(talking.note_feedback),
    "action_ask_delete": talking.ask_delete,
    "action_delete_data": on_its_own_yes(talking.delete_data, "delete.yes"),
    "action_hand_over": questions_first(handing_over.hand_over),
    # questions of knowledge
    "action_answer_question": answering.answer_question,
    "action_show_couplings": answering.couplings,
    "action_show_evidence": questions_first(answering.evidence),
    "action_show_sources": questions_first(answering.sources),
    "action_show_services": answering.who_helps,
    "action_decline_topic": answering.out_of_scope,
    "action_not_understood": choosing.not_for_us_first(answering.not_understood),
    # the interview
    "action_start_diagnosis": interview.start,
    "action_begin_guidance": partial(interview.enter_phase, phase="guidance"),
    "action_begin_plan": partial(interview.enter_phase, phase="plan"),
    "action_explain_why": asking.explain_why,
    "action_explain_meaning": asking.explain_meaning,
    "action_go_back": interview.go_back,
    "action_pause": urgent_first(pausing.pause),
    "action_resume": pausing.resume,
    "action_ask_start_over": pausing.ask_start_over,
    "action_start_over": on_its_own_yes(pausing.start_over, "restart.yes"),
    # what people tell at any time
    "action_note_business": pausing.anew_first(noting.note_business),
    "action_note_answer": noting.note_answer,
    "action_note_problem": noting.note_problem,
    "action_accept_proposal": on_its_own_yes(proposals.accept),
    "action_keep": noting.keep,
    "action_correct_answer": noting.correct,
    "action_answer_distress": noting.note_distress,
    # the profile
    "action_show_profile": questions_first(results.show_profile),
    "action_glance_at_profile": results.glance_at_profile,
    "action_explain_score": questions_first(results.explain_score),
    "action_compare_progress": questions_first(results.compare_progress),
    # guidance
    "action_show_niche": guidance.show_niche,
    "action_show_collaboration": guidance.show_collaboration,
    "action_show_automation": guidance.show_automation,
    "action_show_other_help": guidance.show_other_help,
    "action_show_guidance": guidance.show_guidance,
    "action_recommend": questions_first(guidance.recommend),
    "action_tell_more": questions_first(guidance.tell_more),
    "action_show_first_step": questions_first(guidance.first_step),
    "action_show_cost": questions_first(guidance.cost),
    "action_explain_why_this": questions_first(guidance.why_this),
    "action_explain_why_not": questions_first(guidance.why_not),
    "action_compare_strategies": questions_first(guidance.compare),
    "action_accept_strategy": questions_first(changing.agree),
    "action_reject_strategy": questions_first(changing.decline),
    # the plan
    "action_show_plan": questions_first(planning.show_plan),
    "action_glance_at_plan": planning.glance_at_plan,
    "action_export_plan": questions_first(planning.export_plan),
    "action_report_progress": questions_first(planning.report_progress),
    "action_change_plan": questions_first(changing.change_plan),
    "action_try_what_if": questions_first(supposing.what_if),
    "action_apply_what_if": on_its_own_yes(supposing.apply_what_if, "try.yes"),
    "action_remind_me": reminding.remind,
}


def _action(name: str, use_case: UseCase) -> type[AdvisorAction]:
    """An action class of this module; rasa-sdk finds it as a subclass of Action."""
    answer = in_full(use_case)

    def respond(self: AdvisorAction, turn: Turn) -> Reply:
        return answer(advisor(), turn)

    members = {"name": lambda self: name, "respond": respond, "__module__": __name__}
    return type(name.title().replace("_", ""), (AdvisorAction,), members)


ACTIONS = [_action(name, use_case) for name, use_case in USE_CASES.items()]
