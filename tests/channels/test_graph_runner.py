"""The plan of a graph gives what Rasa's own runner gives, and works nothing out twice."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.graph_runner import PlannedGraphRunner


def runner_of(agent: Agent) -> PlannedGraphRunner:
    runner = agent.processor.graph_runner
    assert isinstance(runner, PlannedGraphRunner)
    return runner


def inputs(agent: Agent, text: str) -> dict[str, Any]:
    tracker = DialogueStateTracker.from_events("ann", [], agent.domain.slots)
    return {"__message__": [UserMessage(text)], "__tracker__": tracker}


@pytest.mark.parametrize("text", ["check", "why", "nothing it knows"])
def test_what_is_understood_and_done_is_what_rasas_own_runner_gives(agent: Agent, text: str) -> None:
    runner, metadata = runner_of(agent), agent.processor.model_metadata
    ours, rasas = (
        run(runner, inputs(agent, text), [metadata.nlu_target]) for run in (PlannedGraphRunner.run, DaskGraphRunner.run)
    )
    (here,), (there,) = ours[metadata.nlu_target], rasas[metadata.nlu_target]
    assert here.as_dict(True) == there.as_dict(True) and here.get("text") == text

    given = {"__tracker__": inputs(agent, text)["__tracker__"]}
    ours, rasas = (run(runner, given, [metadata.core_target]) for run in (PlannedGraphRunner.run, DaskGraphRunner.run))
    assert ours.keys() == rasas.keys() == {metadata.core_target}
    assert ours[metadata.core_target].probabilities == rasas[metadata.core_target].probabilities


def test_what_a_target_needs_is_worked_out_once(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    minimal = GraphSchema.minimal_graph_schema

    def counted(self: GraphSchema, targets: list[str]) -> GraphSchema:
        asked.append(targets)
        return minimal(self, targets)

    monkeypatch.setattr(GraphSchema, "minimal_graph_schema", counted)
    runner, target = runner_of(agent), agent.processor.model_metadata.nlu_target
    for text in ("check", "why", "check"):
        runner.run(inputs(agent, text), [target])
    assert asked == [[target]]


def test_an_input_that_lacks_is_an_error(agent: Agent) -> None:
    with pytest.raises(GraphRunError):
        runner_of(agent).run({}, [agent.processor.model_metadata.nlu_target])


def test_what_breaks_inside_is_raised(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: GraphNode, *_: Any) -> None:
        raise RuntimeError("planned")

    monkeypatch.setattr(GraphNode, "__call__", fail)
    with pytest.raises(GraphRunError):
        runner_of(agent).run(inputs(agent, "check"), [agent.processor.model_metadata.nlu_target])
