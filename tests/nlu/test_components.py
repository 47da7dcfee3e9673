"""Each NLU component by itself."""

import numpy as np
import pytest
from rasa.shared.nlu.constants import ACTION_TEXT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.business_extractor import BusinessEntityExtractor
from bot.nlu.button_tokens import COMMANDS, ButtonTokenResolver, token_intent
from bot.nlu.intent_classifier import CommitteeIntentClassifier
from bot.nlu.meaning_resolver import MeaningResolver
from bot.nlu.sentence_featurizer import SentenceEncoderFeaturizer, sentence_vector
from bot.understanding import exemplars, vocabulary

ODD = ["", "   ", "🙂", "?", "x" * 3000, "word " * 600, "нам отказал банк", "/greet", None]

EXAMPLES = {
    "greet": ["hello", "hi there", "good morning", "hey", "hello you", "good evening", "greetings"],
    "goodbye": ["bye", "see you", "good bye now", "until tomorrow", "ciao", "farewell", "talk later"],
    "start_diagnosis": ["check my business", "start the check", "diagnose us", "test my firm", "begin the check"],
    "out_of_scope": ["who won the match", "weather tomorrow", "sing a song", "cook rice", "tallest mountain"],
}


def entities(component, text):
    (message,) = component.process([Message({TEXT: text})])
    return {entity["entity"]: entity["value"] for entity in message.get("entities")}


@pytest.fixture(scope="module")
def featurizer(make_once):
    return make_once(SentenceEncoderFeaturizer)


@pytest.fixture(scope="module")
def extractor(make_once, knowledge):
    return make_once(BusinessEntityExtractor, knowledge=str(knowledge))


@pytest.fixture(scope="module")
def training_data(featurizer):
    messages = [Message({TEXT: text, "intent": name}) for name, texts in EXAMPLES.items() for text in texts]
    messages.append(Message({ACTION_TEXT: "Welcome."}))
    return featurizer.process_training_data(TrainingData(messages))


@pytest.fixture(scope="module")
def resolver(make_once, knowledge, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEVELFIELD_BUILD", str(tmp_path_factory.mktemp("cache")))
        return make_once(MeaningResolver, knowledge=str(knowledge))


@pytest.fixture(scope="module")
def understand(featurizer, extractor, resolver):
    def read(text):
        messages = [Message({TEXT: text})]
        for component in (featurizer, extractor, resolver):
            messages = component.process(messages)
        return messages[0].get("understanding")

    return read


def test_who_says_what_the_firm_is_tells_of_it_though_nothing_else_is_plain(featurizer, extractor, resolver):
    intents = {}
    for text in ("freight forwarder, 22 people", "killing us, DHL"):
        ranking = [{"name": "describe_business", "confidence": 0.2}]
        unsure = {"name": "nlu_fallback", "confidence": 0.8}
        messages = [Message({TEXT: text, "intent": unsure, "intent_ranking": ranking})]
        for component in (featurizer, extractor, resolver):
            messages = component.process(messages)
        intents[text] = messages[0].get("intent")
    assert intents["freight forwarder, 22 people"] == {"name": "describe_business", "confidence": 0.2}
    assert intents["killing us, DHL"]["name"] == "nlu_fallback"


# The featurizer


def test_a_message_gets_one_sentence_vector(featurizer):
    (message,) = featurizer.process([Message({TEXT: "banks turn us down"})])
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    assert sentence.features.shape == (1, 384)
    assert np.linalg.norm(sentence_vector(message)) == pytest.approx(1, abs=1e-5)


def test_training_data_get_vectors_for_every_attribute(training_data):
    assert all(sentence_vector(message) is not None for message in training_data.intent_examples)
    assert training_data.training_examples[-1].get_dense_features(ACTION_TEXT)[1] is not None


@pytest.mark.parametrize("text", ["", "  \n", None])
def test_a_blank_message_gets_no_vector(featurizer, text):
    (message,) = featurizer.process([Message({TEXT: text})])
    assert sentence_vector(message) is None


def test_its_fingerprint_holds_the_model_hash():
    assert "8199be6f699a395f" in SentenceEncoderFeaturizer.fingerprint_addon({})


# The intent classifier


@pytest.fixture(scope="module")
def classifier(make_once, training_data):
    make_once(CommitteeIntentClassifier).train(training_data)
    return make_once(CommitteeIntentClassifier, "load")


@pytest.fixture(scope="module")
def unsure(make_once, classifier):
    """The same one, sure of nothing."""
    return make_once(CommitteeIntentClassifier, "load", threshold=1.0)


def classify(featurizer, classifier, text):
    (message,) = classifier.process(featurizer.process([Message({TEXT: text})]))
    return message


def test_a_trained_classifier_ranks_every_intent(featurizer, classifier):
    message = classify(featurizer, classifier, "hello there")
    ranking = message.get("intent_ranking")
    assert message.get("intent") == ranking[0]
    assert ranking[0]["name"] == "greet"
    assert {entry["name"] for entry in ranking} == set(EXAMPLES)
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1)
    assert set(message.get("classifier")) == {"margin", "top_logit", "threshold"}


def test_a_loaded_classifier_answers_like_the_trained_one(make, featurizer, training_data):
    trained = make(CommitteeIntentClassifier)
    trained.train(training_data)
    loaded = make(CommitteeIntentClassifier, "load")
    texts = ["hey you", "start", "see you later", "what is the weather"]
    rankings = [
        [classify(featurizer, classifier, text).get("intent_ranking")[0] for text in texts]
        for classifier in (trained, loaded)
    ]
    for one, other in zip(*rankings, strict=True):
        assert one["name"] == other["name"]
        # The vectors of the nearest examples are kept in half precision.
        assert one["confidence"] == pytest.approx(other["confidence"], abs=1e-4)


def test_below_the_threshold_the_intent_is_the_fallback_and_the_ranking_stays(featurizer, unsure):
    message = classify(featurizer, unsure, "hello there")
    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("intent")["confidence"] == pytest.approx(1 - message.get("intent_ranking")[0]["confidence"])
    assert message.get("intent_ranking")[0]["name"] == "greet"


def test_what_is_out_of_scope_is_never_a_fallback(featurizer, unsure):
    assert classify(featurizer, unsure, "weather tomorrow").get("intent")["name"] == "out_of_scope"


@pytest.mark.parametrize("text", ["", "   ", None])
def test_a_blank_message_has_no_intent(featurizer, classifier, text):
    message = classify(featurizer, classifier, text)
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_an_untrained_classifier_has_no_intent(make, featurizer):
    untrained = make(CommitteeIntentClassifier, "load")
    assert classify(featurizer, untrained, "hello").get("intent")["name"] is None


# The extractor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "we're a 12-person bakery in Lyon, swamped with phone orders",
            {"sector": "food_retail", "team_size": 12, "country": "France", "business_function": "operations"},
        ),
        ("a bakry in france", {"sector": "food_retail", "country": "France"}),
        ("we make SaaS in the USA", {"sector": "saas", "country": "United States"}),
        ("HR is hard", {"business_function": "people"}),
        ("we are IN trouble", {}),
        ("tell me about low code", {"topic": "automation"}),
        ("what is economic asymetry", {"dimension": "dimension.economic"}),
        ("those no-code apps", {"strategy": "strategy.automation.lowcode"}),
        ("we could spend 200 euros a month", {"budget": 200.0}),
        ("about 150 euros", {"budget": 150.0}),
        ("the repair was 200 euros last month and we are angry", {}),
        ("6 hours a week", {"hours": 6.0}),
        ("my code is LF-7K3M-92QD", {"resume_code": "LF-7K3M-92QD"}),
        ("lf 7k3m 92qd", {"resume_code": "LF-7K3M-92QD"}),
        ("power and time and money", {}),
    ],
)
def test_entities_have_canonical_values(extractor, text, expected):
    assert entities(extractor, text) == expected


def test_an_entity_says_where_it_stands_and_who_found_it(extractor):
    text = "hm, a bakery"
    (message,) = extractor.process([Message({TEXT: text})])
    (entity,) = message.get("entities")
    assert text[entity["start"] : entity["end"]] == "bakery"
    assert entity["confidence_entity"] == 1.0
    assert entity["extractor"] == "BusinessEntityExtractor"
    assert "entities" in message.output_properties


def test_a_classifier_that_comes_from_the_cache_has_a_fingerprint():
    # A node that Rasa takes from its cache is asked with the settings of what stands in for it.
    kept = CommitteeIntentClassifier.fingerprint_addon({"output": None})
    assert kept == CommitteeIntentClassifier.fingerprint_addon(CommitteeIntentClassifier.get_default_config())


def test_its_fingerprint_changes_with_the_documents(knowledge, tmp_path):
    config = {"knowledge": str(knowledge)}
    assert BusinessEntityExtractor.fingerprint_addon(config) == BusinessEntityExtractor.fingerprint_addon(config)
    (tmp_path / "sectors.yml").write_text("sectors: []\n")
    assert BusinessEntityExtractor.fingerprint_addon({"knowledge": str(tmp_path)}) != (
        BusinessEntityExtractor.fingerprint_addon(config)
    )


def test_a_broken_document_costs_only_its_own_words(knowledge, tmp_path):
    (tmp_path / "sectors.yml").write_text("sectors:\n  - {id: a, title: A, words: [tannery]}\n  - {title: no id}\n")
    (tmp_path / "functions.yml").write_text("functions: [\n")
    assert [entry.phrase for entry in vocabulary.load(tmp_path)] == ["tannery"]


# The meaning resolver


def test_a_topic_in_other_words_is_found(understand):
    assert understand("tools one clicks together without programming")["topics"][0][0] == "strategy.automation.lowcode"


def test_a_trouble_in_free_words_is_an_answer(understand):
    found = understand("the bank refused to lend us anything")
    assert found["options"]["E1"][0][0] == "4"
    assert found["problems"][0][:2] == ["E1", 4]


def test_what_is_well_is_no_problem(understand):
    assert understand("we have a standing facility at our bank")["problems"] == []


@pytest.mark.parametrize("text", ["we're a bakery, six of us", "10 hours a week", "bank told us no. 12 people"])
def test_a_clause_that_only_counts_tells_of_no_trouble(resolver, monkeypatch, understand, text):
    read, seen = resolver._reader._examples.troubles.read, []
    monkeypatch.setattr(
        resolver._reader._examples.troubles, "read", lambda texts, *rest: seen.extend(texts) or read(texts, *rest)
    )
    understand(text)
    assert not {"six of us", "10 hours a week", "12 people"} & set(seen)


def test_distress_is_told_from_its_near_misses(understand):
    assert understand("i can't pay my people's wages")["distress"]["distress"] > 0.6
    assert understand("a customer of mine cannot pay me")["distress"]["distress"] == 0.0


def test_facts_are_stated_by_name(understand):
    facts = understand("a 12-person bakery in Lyon, drowning in phone orders; we could spend 200 euros a month")[
        "facts"
    ]
    assert facts == {
        "sector": "food_retail",
        "country": "France",
        "team_size": 12,
        "sells": "goods",
        "pains": ["service"],
        "budget": 2,
    }
    assert understand("I can spare 4 hours a week")["facts"] == {"hours": 2}
    assert "hours" not in understand("paperwork is 4 hours a week of our life")["facts"]


def test_naming_a_function_is_no_pain(understand):
    assert "pains" not in understand("we do phone orders for hotels")["facts"]


def test_numbers_have_three_digits(understand):
    found = understand("banks turn us down")
    numbers = [similarity for _, similarity in found["topics"]] + [found["problems"][0][2]]
    assert all(number == round(number, 3) for number in numbers)


def test_vectors_are_kept_between_starts(knowledge, tmp_path):
    known = vocabulary.read(knowledge)

    class Counting:
        version = "1"
        calls = 0

        def encode(self, texts):
            self.calls += 1
            return np.ones((len(texts), 384), dtype=np.float32)

    encoder = Counting()
    exemplars.exemplars(known, encoder, tmp_path / "cache")
    exemplars.exemplars(known, encoder, tmp_path / "cache")
    assert encoder.calls == 1
    (kept,) = (tmp_path / "cache").glob("vectors-*")
    kept.write_bytes(b"not an array")
    exemplars.exemplars(known, encoder, tmp_path / "cache")
    assert encoder.calls == 2


# Button tokens


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("E1:3", "inform"),
        ("P1:none", "inform"),
        ("E1:na", "inform"),
        ("E1:dont_know", "inform"),
        ("X1:quality", "inform"),
        ("fact.sector:food_retail", "inform"),
        ("menu.check", "start_diagnosis"),
        ("plan", "show_plan"),
        ("delete.yes", "affirm"),
        ("more:strategy.niche.underserved", "tell_more"),
        ("explain:dimension.economic", "ask_dimension"),
        ("ask:E1", "go_back"),
        ("accept:ext.finance.buffer", "accept_strategy"),
    ],
)
def test_a_token_sets_the_intent(make, text, intent):
    (message,) = make(ButtonTokenResolver).process([Message({TEXT: text, "entities": [{"entity": "topic"}]})])
    assert message.get("intent") == {"name": intent, "confidence": 1.0}
    (token,) = message.get("entities")
    assert (token["entity"], token["value"], token["start"], token["end"]) == ("token", text, 0, len(text))


NO_TOKENS = (
    "Plan|plan please| plan|plan |e1:3|E1: 3|E1:|more:|more|more:a b|fact.sector|yes:x|menu.other||yes!|ask:E1:3"
)


@pytest.mark.parametrize("text", [*NO_TOKENS.split("|"), "plan\n", "E1:3\n"])
def test_nothing_else_is_a_token(make, text):
    before = {"name": "x", "confidence": 0.1}
    (message,) = make(ButtonTokenResolver).process([Message({TEXT: text, "intent": before})])
    assert message.get("intent") == before
    assert not message.get("entities")


@pytest.mark.parametrize(
    ("guessed", "facts", "meant"),
    [
        ("describe_problem", {"sector": "other", "team_size": 22, "rival_name": "DHL"}, "describe_business"),
        ("inform", {"sector": "food_retail", "team_size": 6}, "describe_business"),
        ("describe_problem", {"sector": "other", "rival_name": "DHL"}, "describe_problem"),
        ("describe_problem", {"team_size": 22}, "describe_problem"),
        ("report_distress", {"sector": "other", "team_size": 22}, "report_distress"),
        ("ask_cause", {"sector": "other", "team_size": 22}, "ask_cause"),
    ],
)
def test_who_tells_trade_and_head_count_introduces_the_firm(make, guessed, facts, meant):
    told = {TEXT: "freight forwarder, 22 people, DHL and customs are killing us", "understanding": {"facts": facts}}
    (message,) = make(ButtonTokenResolver).process([Message({**told, "intent": {"name": guessed, "confidence": 0.8}})])
    assert message.get("intent")["name"] == meant


def test_every_command_fits_a_telegram_button():
    assert all(token_intent(name + ("E1" if name.endswith(":") else "")) for name in COMMANDS)
    assert all(len(name) <= 20 for name in COMMANDS)


# All of them


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_message_passes_all_components(make, featurizer, classifier, extractor, resolver, text):
    messages = [Message({TEXT: text})]
    for component in (featurizer, classifier, extractor, resolver, make(ButtonTokenResolver)):
        messages = component.process(messages)
    assert set(messages[0].get("intent")) == {"name", "confidence"}
    understood = {"topics", "options", "problems", "distress", "moment", "facts", "search", "says_and_asks", "language"}
    assert set(messages[0].get("understanding")) == understood | {"term"}
