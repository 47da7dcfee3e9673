"""The case store on SQLite and on PostgreSQL: what people told, kept once, found again, deleted for good."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import create_engine, func, select

from bot.cases import tables
from bot.cases.plan_pages import PlanPages
from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore, new_resume_code
from bot.diagnosis.scoring import score_profile
from bot.model.case import Edit, Facts, Step
from bot.model.knowledge import Knowledge
from bot.model.letter import Letter, MailAddress


def rows(url: str) -> dict[str, int]:
    """How many rows each table holds."""
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }
    engine.dispose()
    return found


def fill(store: CaseStore, case_id: str, knowledge: Knowledge) -> None:
    """Write one of everything."""
    store.record_fact(case_id, "team_size", 12, "m1")
    store.record_answer(case_id, "E1", "3", "m2")
    store.record_choice(case_id, "ext.finance.buffer", "accepted", "m3")
    store.record_feedback(case_id, "plan", True, "m4")
    store.keep_plan(case_id, [Step("ext.finance.buffer", "now", due="2026-12-07")], "v1", "m5")
    store.keep_profile(case_id, score_profile(knowledge, {"E1": "3"}), "v1", "m6")
    store.record_changes(
        case_id, {"ext.cyber.baseline": "rejected"}, [Edit("ext.finance.buffer", "owner", "Ana")], "m5"
    )
    store.record_unanswered(case_id, "brexit thingy", "m6", intent="ask_effect", confidence=0.3)
    letter = Letter("brief", "webhook", "A brief", "what they said", datetime(2026, 11, 23))
    ReminderStore(store).add(case_id, "the cash list", "2026-11-30", "m7", letter)
    ReminderStore(store).give_address(case_id, MailAddress("anna@bakery.example", "what was said"), [], "m8")


def at_once(*calls: Callable[[], object]) -> list[BaseException]:
    """Run calls in threads of their own that start together; gives what they raised."""
    together, failed = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        together.wait()
        try:
            call()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_a_new_person_gets_an_empty_case_and_finds_it_again(store: CaseStore) -> None:
    case = store.case_of("rest:anna")
    assert (case.facts, case.answers, case.order, case.choices, case.steps) == (Facts(), {}, (), {}, ())
    assert store.case_of("rest:anna") == case


def test_two_people_and_one_person_on_two_channels_have_cases_of_their_own(store: CaseStore) -> None:
    addresses = ("rest:anna", "rest:ben", "slack:anna")
    assert len({store.case_of(address).id for address in addresses}) == 3


def test_everything_told_is_read_back_as_it_was_told(store: CaseStore, knowledge: Knowledge) -> None:
    case_id = store.case_of("rest:anna").id
    fill(store, case_id, knowledge)
    store.record_fact(case_id, "pains", ["sales", "service"], "m7")
    store.record_fact(case_id, "country", "Côte d'Ivoire", "m8")
    case = store.case_of("rest:anna")
    assert case.facts == Facts(team_size=12, pains=("sales", "service"), country="Côte d'Ivoire")
    assert case.answers == {"E1": "3"}
    assert case.choices == {"ext.finance.buffer": "accepted", "ext.cyber.baseline": "rejected"}
    assert case.edits == (Edit("ext.finance.buffer", "owner", "Ana"),) and case.reasons == {}
    assert case.steps == (Step("ext.finance.buffer", "now", "proposed", "", "2026-12-07"),)


def test_it_outlives_the_server(store: CaseStore, url: str, knowledge: Knowledge) -> None:
    fill(store, store.case_of("rest:anna").id, knowledge)
    before = store.case_of("rest:anna")
    store.close()
    again = CaseStore(url)
    assert again.case_of("rest:anna") == before
    again.close()


def test_answers_keep_their_order_and_a_new_answer_moves_to_its_end(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for number, (question, value) in enumerate([("E1", "3"), ("T1", "1"), ("P1", "none"), ("E1", "0")]):
        store.record_answer(case_id, question, value, f"m{number}")
    case = store.case(case_id)
    assert case.order == ("T1", "P1", "E1")
    assert case.answers == {"T1": "1", "P1": "none", "E1": "0"}


def test_a_message_writes_a_record_once(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for value in ("3", "0"):
        store.record_answer(case_id, "E1", value, "m1")
    store.record_fact(case_id, "team_size", 12, "m1")
    store.record_fact(case_id, "team_size", 99, "m1")
    store.record_choice(case_id, "ext.finance.buffer", "accepted", "m1")
    store.record_choice(case_id, "ext.finance.buffer", "rejected", "m1")
    store.keep_plan(case_id, [Step("ext.finance.buffer", "now")], "v1", "m1")
    store.keep_plan(case_id, [], "v1", "m1")
    case = store.case(case_id)
    assert case.answers == {"E1": "3"} and case.facts.team_size == 12
    assert case.choices == {"ext.finance.buffer": "accepted"} and len(case.steps) == 1


def test_what_one_message_changes_about_the_plan_is_kept_once_and_in_order(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    first, second = Edit("a", "place", "now:0"), Edit("b", "place", "now:0")
    store.record_changes(case_id, {"c": "rejected"}, [first], "m1", "dear")
    store.record_changes(case_id, {"d": "rejected"}, [second], "m1")
    store.record_changes(case_id, {}, [second, Edit("a", "place", "later:9")], "m2")
    case = store.case(case_id)
    assert (case.choices, case.reasons) == ({"c": "rejected"}, {"c": "dear"})
    assert case.edits == (second, Edit("a", "place", "later:9"))
    store.start_over(case_id, "m3")
    assert store.case(case_id).edits == () and store.case(case_id).reasons == {}


def test_one_message_may_write_several_records(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for question in ("E1", "T1"):
        store.record_answer(case_id, question, "2", "m1")
    assert store.case(case_id).order == ("E1", "T1")


def test_the_same_message_id_of_another_person_is_another_message(store: CaseStore) -> None:
    for address in ("rest:anna", "rest:ben"):
        store.record_answer(store.case_of(address).id, "E1", "2", "m1")
    assert store.case_of("rest:ben").answers == {"E1": "2"}


def test_a_message_without_an_id_always_writes(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for value in ("3", "0"):
        store.record_answer(case_id, "E1", value, "")
    assert store.case(case_id).answers == {"E1": "0"}


def test_a_repeated_start_over_does_not_clear_what_came_after_it(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    store.start_over(case_id, "m1")
    store.record_answer(case_id, "E1", "3", "m2")
    store.start_over(case_id, "m1")
    assert store.case(case_id).answers == {"E1": "3"}


def test_starting_over_forgets_all_but_the_earlier_profiles_and_the_code(
    store: CaseStore, knowledge: Knowledge
) -> None:
    before = store.case_of("rest:anna")
    fill(store, before.id, knowledge)
    store.start_over(before.id, "m9")
    assert store.case_of("rest:anna") == before
    assert len(store.profiles(before.id)) == 1


def test_a_profile_is_kept_beside_the_earlier_ones_and_the_same_one_once(
    store: CaseStore, knowledge: Knowledge
) -> None:
    case_id = store.case_of("rest:anna").id
    for number, value in enumerate(("3", "3", "1")):
        store.keep_profile(case_id, score_profile(knowledge, {"E1": value}), "v1", f"m{number}")
    assert [profile["dimension.economic"] for profile in store.profiles(case_id)] == [75.0, 25.0]
    assert store.profiles(case_id)[0]["dimension.platform"] is None


def test_a_resume_code_joins_another_channel_to_the_case(store: CaseStore) -> None:
    case = store.case_of("rest:anna")
    store.record_answer(case.id, "E1", "3", "m1")
    joined = store.join("telegram:4711", case.resume_code.lower())
    assert joined and joined.id == case.id and joined.answers == {"E1": "3"}
    assert store.case_of("telegram:4711").id == store.case_of("rest:anna").id == case.id


def test_joining_twice_or_from_an_earlier_case_is_joining(store: CaseStore) -> None:
    case, _ = store.case_of("rest:anna"), store.case_of("rest:ben")
    for _ in range(2):
        assert store.join("rest:ben", case.resume_code)
    assert store.case_of("rest:ben").id == case.id


def test_an_unknown_code_joins_nothing(store: CaseStore) -> None:
    own = store.case_of("rest:anna")
    assert store.join("rest:anna", "LF-AAAA-BBBB") is None
    assert store.case_of("rest:anna") == own


def test_deleting_leaves_no_row_anywhere(store: CaseStore, url: str, knowledge: Knowledge) -> None:
    case = store.case_of("rest:anna")
    store.join("slack:anna", case.resume_code)
    fill(store, case.id, knowledge)
    PlanPages(store).code_for(case.id)
    assert min(rows(url)[table.name] for table in (*tables.OF_A_CASE, tables.cases, tables.people)) > 0
    before = {name: count for name, count in rows(url).items() if count}
    assert {name: count for name, count in store.erase(case.id).items() if count} == before
    assert {name: count for name, count in rows(url).items() if count} == {}
    assert not any(store.rows_of(case.id).values())


def test_deleting_leaves_others_alone_and_ends_the_code(store: CaseStore, knowledge: Knowledge) -> None:
    anna, ben = store.case_of("rest:anna"), store.case_of("rest:ben")
    fill(store, ben.id, knowledge)
    kept = store.case(ben.id)
    store.erase(anna.id)
    assert store.join("slack:anna", anna.resume_code) is None
    assert store.case(ben.id) == kept
    assert store.case_of("rest:anna").id != anna.id


def test_two_first_messages_at_once_make_one_case(store: CaseStore, url: str) -> None:
    for number in range(10):
        address, found = f"rest:p{number}", set[str]()
        failed = at_once(*[partial(lambda to, who: to.add(store.case_of(who).id), found, address)] * 2)
        assert not failed and len(found) == 1
    assert rows(url)["cases"] == rows(url)["people"] == 10


def test_one_message_that_comes_twice_at_once_is_written_once(store: CaseStore, url: str) -> None:
    case_id = store.case_of("rest:anna").id
    for number in range(10):
        write = partial(store.record_answer, case_id, "E1", str(number % 5), f"m{number}")
        assert at_once(write, write) == []
    assert store.case(case_id).answers == {"E1": "4"}
    assert rows(url)["writes"] == 10 and rows(url)["answers"] == 1


def test_two_people_write_at_once(store: CaseStore) -> None:
    cases = [store.case_of(f"rest:p{number}").id for number in range(4)]

    def write(case_id: str) -> None:
        for question in ("E1", "T1", "P1", "R1", "I1"):
            store.record_answer(case_id, question, "2", f"m-{question}")

    failed = at_once(*(partial(write, case_id) for case_id in cases))
    assert failed == [] and all(len(store.case(case_id).answers) == 5 for case_id in cases)


def test_each_write_renews_the_date_of_the_case(url: str, store: CaseStore) -> None:
    times = iter([datetime(2026, 1, 1), datetime(2026, 2, 2)])
    later = CaseStore(url, clock=lambda: next(times))
    later.record_answer(later.case_of("rest:anna").id, "E1", "2", "m1")
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        row = connection.execute(select(tables.cases.c.created_at, tables.cases.c.updated_at)).one()
    engine.dispose()
    later.close()
    assert tuple(row) == (datetime(2026, 1, 1), datetime(2026, 2, 2))


@pytest.mark.parametrize("letter", "0O1IL")
def test_a_code_has_no_letter_that_is_misread(letter: str) -> None:
    codes = [new_resume_code() for _ in range(300)]
    assert all(len(code) == 12 and code.startswith("LF-") and letter not in code[3:] for code in codes)
    assert len(set(codes)) == 300


def test_what_was_not_understood_is_kept_once_a_message_and_found_by_date(url: str, store: CaseStore) -> None:
    times = iter(datetime(2026, 1, day) for day in range(1, 30))
    later = CaseStore(url, clock=lambda: next(times))
    case_id = store.case_of("rest:anna").id
    guessed = {"intent": "ask_effect", "confidence": 0.25, "nearest": "dimension.economic", "language": "zh"}
    for text in ("¿y el brexit? 脱欧 👋", "something else"):
        later.record_unanswered(case_id, text, "m1", **guessed)
    later.record_unanswered(case_id, "y" * 900, "m2")
    later.close()
    first, second = store.unanswered()
    assert (first.key, first.text, first.label) == ((case_id, "m1"), "¿y el brexit? 脱欧 👋", None)
    assert {name: getattr(first, name) for name in guessed} == guessed
    assert (len(second.text), second.intent, second.confidence) == (500, "", 0.0)
    assert store.unanswered(since=second.at) == [second] and first.at < second.at


def test_messages_without_an_id_are_kept_each(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for _ in range(2):
        store.record_unanswered(case_id, "brexit", "")
    assert len({entry.key for entry in store.unanswered()}) == 2


def test_what_is_labelled_is_no_longer_open(store: CaseStore) -> None:
    anna, ben = store.case_of("rest:anna").id, store.case_of("rest:ben").id
    for case_id in (anna, ben):
        store.record_unanswered(case_id, "brexit", "m1")
    store.label_unanswered([(anna, "m1"), ("gone", "m1")], "ask_effect")
    assert [entry.case_id for entry in store.unanswered()] == [ben]
    labels = {entry.case_id: entry.label for entry in store.unanswered(labelled=True)}
    assert labels == {anna: "ask_effect", ben: None}


def test_one_message_that_comes_twice_at_once_is_kept_once(store: CaseStore) -> None:
    case_id = store.case_of("rest:anna").id
    for number in range(5):
        write = partial(store.record_unanswered, case_id, "brexit", f"m{number}")
        assert at_once(write, write) == []
    assert len(store.unanswered()) == 5
