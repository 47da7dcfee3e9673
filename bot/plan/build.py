"""Builds the plan: what now (two at most), what next, what later, what is also named, what is left out and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.diagnosis.scoring import answer_score
from bot.model.case import AlsoNamed, Answers, Excluded, Facts, Plan, Profile, Ranking, Reason
from bot.model.knowledge import Knowledge
from bot.plan.choose import BUFFER, SAFETY, TABLE_ROWS, choose

_WORST = 4
_ECONOMIC = "dimension.economic"
# Neither brings cash within weeks, so neither stands beside the cash list.
_NOT_FIRST = {"automation", "niche"}


def build_plan(
    knowledge: Knowledge,
    profile: Profile,
    ranking: Ranking,
    *,
    facts: Facts,
    answers: Answers,
    capacity: int | None,
    accepted: Sequence[str] = (),
    done: Collection[str] = (),
    edited: Sequence[str] = (),
) -> Plan:
    """The plan of a firm, from its ranking.

    Args:
        accepted: strategies that the person chose; they are in the plan whatever their rank.
        done: strategies that are finished or under way; they count as prerequisites met and are not planned again.
        edited: strategies of the plan that the person gave an owner, a date or a place; they stay in it.
    """
    if is_distressed(knowledge, facts, answers):
        return _distress_plan(knowledge, ranking, facts, answers, (*accepted, *edited), done)
    status = _status(knowledge, profile)
    if status == "level" and not accepted:
        return Plan("level", (), (), (), left_out=ranking.excluded)
    if status == "too_early" and not accepted:
        chosen = _first_step(knowledge, ranking, done)
        named = _also_named(knowledge, ranking, answers, (*chosen, *done))
        return Plan(status, chosen, (), (), named, ranking.excluded)
    chosen = tuple(n for n in choose(knowledge, ranking, facts, answers, accepted, edited) if n not in done)
    now, following, later = _waves(knowledge, chosen, capacity, done)
    named = _also_named(knowledge, ranking, answers, (*chosen, *done))
    return Plan("ready", now, following, later, named, ranking.excluded)


def is_distressed(knowledge: Knowledge, facts: Facts, answers: Answers) -> bool:
    """Less than a month of cash, or somebody said that they cannot pay."""
    return facts.distress or answer_score(knowledge.questions["E4"], answers) == _WORST


def _status(knowledge: Knowledge, profile: Profile) -> str:
    enough = profile.answered >= knowledge.weight("plan.least_answers")
    if not enough or len(profile.assessed) < knowledge.weight("plan.least_dimensions"):
        return "too_early"
    worst = max((score.severity or 0.0) for score in profile.assessed)
    return "level" if worst <= knowledge.weight("plan.level_severity") else "ready"


def _first_step(knowledge: Knowledge, ranking: Ranking, done: Collection[str]) -> tuple[str, ...]:
    easy = knowledge.weight("plan.now_effort")
    for entry in ranking.ranked:
        strategy = knowledge.strategies[entry.strategy]
        if strategy.effort <= easy and entry.score > 0 and strategy.id not in done and set(strategy.after) <= set(done):
            return (strategy.id,)
    return ()


def _waves(
    knowledge: Knowledge, chosen: Sequence[str], capacity: int | None, done: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Put each strategy into the first wave that has room, never before what it builds on."""
    weight = knowledge.weight
    small = capacity is not None and capacity <= weight("plan.small_capacity")
    now_most = int(weight("plan.now_most"))
    first_two = int(weight("plan.small_first_steps")) if small else now_most + int(weight("plan.next_most"))
    by_urgency = sorted(chosen, key=lambda name: name != SAFETY)
    now: list[str] = []
    following: list[str] = []
    for name in by_urgency:
        easy = knowledge.strategies[name].effort <= weight("plan.now_effort")
        if easy and len(now) < now_most and _ready(knowledge, name, chosen, now, done):
            now.append(name)
    for name in chosen:
        if name in now or knowledge.strategies[name].effort >= weight("plan.later_effort"):
            continue
        if len(now) + len(following) < first_two and _ready(knowledge, name, chosen, [*now, *following], done):
            following.append(name)
    later = [name for name in chosen if name not in now and name not in following]
    return tuple(now), tuple(following), tuple(later)


def _ready(
    knowledge: Knowledge, name: str, chosen: Sequence[str], placed: Sequence[str], done: Collection[str]
) -> bool:
    """Whether all that a strategy builds on stands before it (what is not planned cannot hold it up)."""
    return all(
        before in placed or before in done or before not in chosen for before in knowledge.strategies[name].after
    )


def _also_named(
    knowledge: Knowledge, ranking: Ranking, answers: Answers, chosen: Sequence[str], *, distressed: bool = False
) -> tuple[AlsoNamed, ...]:
    """For each hot answer that no item of the plan speaks to, the best fitting strategy; worst answers first."""
    spoken = {question for name in chosen for question in knowledge.strategies[name].evidence}
    found: list[tuple[int, float, AlsoNamed]] = []
    for question in knowledge.of_kind("diagnosis"):
        score = answer_score(question, answers)
        if score is None or score < knowledge.weight("plan.hot_answer") or question.id in spoken:
            continue
        strategy = _speaks_to(knowledge, ranking, question.id, question.dimension or "")
        if strategy and strategy not in chosen:
            entry = ranking.entry(strategy)
            costs = distressed and knowledge.strategies[strategy].cost.tier > 0
            found.append((score, entry.score if entry else 0.0, AlsoNamed(question.id, strategy, costs)))
    found.sort(key=lambda item: (-item[0], -item[1], item[2].question))
    return tuple(named for _, _, named in found)


def _speaks_to(knowledge: Knowledge, ranking: Ranking, question: str, dimension: str) -> str | None:
    """The best ranked strategy that rests on this question, or else that relieves its dimension most."""
    order = [entry.strategy for entry in ranking.ranked]
    direct = [name for name in order if question in knowledge.strategies[name].evidence]
    if direct:
        return direct[0]
    relieving = [name for name in order if knowledge.strategies[name].relief.get(dimension)]
    return max(relieving, key=lambda name: knowledge.strategies[name].relief[dimension], default=None)


def _distress_plan(
    knowledge: Knowledge,
    ranking: Ranking,
    facts: Facts,
    answers: Answers,
    accepted: Sequence[str],
    done: Collection[str],
) -> Plan:
    """Cash first: only what costs nothing comes now or next; what was asked for and costs money waits."""
    chosen = [name for name in choose(knowledge, ranking, facts, answers, accepted) if name not in {BUFFER, *done}]
    free = [name for name in chosen if knowledge.strategies[name].cost.tier == 0]
    asked = {TABLE_ROWS.get(pain, "") for pain in facts.pains} | set(accepted)
    wait = [name for name in chosen if name not in free and name in asked]
    easy = knowledge.weight("plan.now_effort")
    economic = [
        name
        for name in free
        if knowledge.strategies[name].relief.get(_ECONOMIC)
        and knowledge.strategies[name].effort <= easy
        and knowledge.strategies[name].family not in _NOT_FIRST
        and _ready(knowledge, name, chosen, (), done)
    ]
    head = [BUFFER] if ranking.entry(BUFFER) and BUFFER not in done else []
    now = tuple([*head, *economic][: int(knowledge.weight("plan.now_most"))])
    rest = [name for name in free if name not in now]
    room = int(knowledge.weight("plan.small_first_steps")) - len(now)
    following: list[str] = []
    for name in rest:
        if len(following) < room and _ready(knowledge, name, chosen, [*now, *following], done):
            following.append(name)
    # In the order of `chosen`, so that what builds on something comes after it.
    later = [name for name in chosen if name in (*rest, *wait) and name not in following]
    planned = (*now, *following, *later)
    named = _also_named(knowledge, ranking, answers, (*planned, *done), distressed=True)
    said = {*planned, *(entry.strategy for entry in named)}
    held = [Excluded(name, Reason("costs_money")) for name in chosen if name not in said]
    return Plan("distress", now, tuple(following), tuple(later), named, (*ranking.excluded, *held))
