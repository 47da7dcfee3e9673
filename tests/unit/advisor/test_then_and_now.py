"""Then and now: a second diagnosis, and a plan that was made with older knowledge."""

from __future__ import annotations

from bot.advisor import pausing, planning, results
from bot.advisor.advisor import Advisor
from bot.model.case import Step
from bot.model.knowledge import Knowledge
from tests.unit.advisor.conftest import Talk


def test_then_and_now_hold_after_starting_over_and_on_another_channel(
    known: Talk, other_channel: Talk, advisor: Advisor
) -> None:
    then = advisor.cases.profiles(known.case.id)[-1]["dimension.economic"]
    known.do(pausing.start_over, "yes", intent="affirm")
    advisor.cases.join(other_channel.address, known.case.resume_code)
    other_channel.start()
    other_channel.answer_all("0")
    other_channel.do(results.show_profile)
    for talk in (known, other_channel):
        (message,) = talk.do(results.compare_progress)
        assert message.data["moved"]["dimension.economic"] == {"plain": "money", "then": then, "now": 0.0}


def newer(talk: Talk, **steps: str) -> None:
    """Keep the plan as if it had been made with older knowledge, with these strategies in these waves."""
    kept = [Step(name.replace("__", "."), wave) for name, wave in steps.items()]
    talk.advisor.cases.keep_plan(talk.case.id, kept, "older", "")


def planned(known: Talk) -> dict[str, str]:
    known.begin("plan")
    known.answer_all()
    known.do(planning.show_plan)
    return {step.strategy: step.wave for step in known.case.steps}


def test_a_plan_of_older_knowledge_says_what_changed_once(known: Talk, knowledge: Knowledge) -> None:
    now = planned(known)
    moved, entered = tuple(now)[:2]
    then = {name: wave for name, wave in now.items() if name != entered} | {moved: "later"}
    then |= {"strategy.decentral.blockchain": "later", "strategy.retired.thing": "next"}
    newer(known, **{name.replace(".", "__"): wave for name, wave in then.items()})
    (glance,) = known.do(planning.glance_at_plan)
    (message,) = known.do(planning.show_plan)
    assert (
        message.data["changed"]
        == glance.data["changed"]
        == {
            "entered": [entered],
            "left": ["strategy.decentral.blockchain", "strategy.retired.thing"],
            "moved": [{"id": moved, "then": "later", "now": now[moved]}],
        }
    )
    assert knowledge.wording["plan.changed"] in message.text and "No longer in it: thing" in message.text
    (again,) = known.do(planning.show_plan)
    assert again.data["changed"] is None and knowledge.wording["plan.changed"] not in again.text


def test_a_plan_of_older_knowledge_in_which_nothing_moved_says_nothing(known: Talk, knowledge: Knowledge) -> None:
    now = planned(known)
    newer(known, **{name.replace(".", "__"): wave for name, wave in now.items()})
    (message,) = known.do(planning.show_plan)
    assert message.data["changed"] is None and knowledge.wording["plan.changed"] not in message.text


def test_what_is_done_or_refused_did_not_leave_by_itself(known: Talk) -> None:
    now = planned(known)
    done = next(iter(now))
    newer(known, **{name.replace(".", "__"): wave for name, wave in now.items()})
    known.advisor.cases.record_choice(known.case.id, done, "done", "d1")
    (message,) = known.do(planning.show_plan)
    changed = message.data["changed"]
    assert changed is None or done not in changed["left"]  # type: ignore[index]
