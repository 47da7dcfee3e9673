"""The tables of the strategy store: one per kind of record, one per list that can be asked about in SQL."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()
# Longest id in use has 45 characters; PostgreSQL wants a bound on what it indexes.
_ID = String(120)


def _key(name: str) -> Column[str]:
    return Column(name, _ID, primary_key=True)


def _place() -> Column[int]:
    """The place in its list, since the order in the documents carries meaning."""
    return Column("place", Integer, primary_key=True)


meta = Table("meta", metadata, _key("name"), Column("value", Text, nullable=False))
strategy = Table(
    "strategy",
    metadata,
    _key("id"),
    Column("title", Text, nullable=False),
    Column("family", _ID, nullable=False),
    Column("level", _ID, nullable=False),
    Column("origin", _ID, nullable=False),
    Column("effort", Integer, nullable=False),
    Column("cost_tier", Integer, nullable=False),
    Column("cost_note", Text, nullable=False),
)
strategy_relief = Table(
    "strategy_relief", metadata, _key("strategy"), _key("dimension"), Column("relief", Integer, nullable=False)
)
strategy_service = Table(
    "strategy_service", metadata, _key("strategy"), _key("dimension"), Column("service", Text, nullable=False)
)
# functions, strong, weak, needs, after, evidence: one row per entry, told apart by `kind`.
strategy_link = Table(
    "strategy_link", metadata, _key("strategy"), _key("kind"), _place(), Column("target", _ID, nullable=False)
)
dimension = Table(
    "dimension",
    metadata,
    _key("id"),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("level", _ID, nullable=False),
    Column("origin", _ID, nullable=False),
)
item = Table(
    "item",
    metadata,
    _key("id"),
    Column("dimension", _ID, nullable=False),
    Column("title", Text, nullable=False),
    Column("origin", _ID, nullable=False),
    Column("level", _ID, nullable=False),
    Column("text", Text, nullable=False),
)
concept = Table(
    "concept",
    metadata,
    _key("id"),
    Column("title", Text, nullable=False),
    Column("level", _ID, nullable=False),
    Column("origin", _ID, nullable=False),
    Column("sector", _ID, nullable=False),
)
# A table of strategies side by side, its rows and the other columns of each.
comparison = Table(
    "comparison",
    metadata,
    _key("id"),
    *(Column(name, Text, nullable=False) for name in ("title", "level", "origin", "intro")),
)
comparison_column = Table("comparison_column", metadata, _key("comparison"), _place(), Column("name", Text))
comparison_row = Table(
    "comparison_row",
    metadata,
    _key("id"),
    Column("comparison", _ID, nullable=False),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
)
comparison_cell = Table("comparison_cell", metadata, _key("row"), _place(), Column("text", Text, nullable=False))
service = Table(
    "service",
    metadata,
    _key("id"),
    Column("place", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("title", "helps", "for_whom", "where", "contact")),
    Column("check_by", _ID, nullable=False),
    Column("own", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
)
# dimensions, strategies, countries: one row per entry, told apart by `kind`.
service_link = Table(
    "service_link", metadata, _key("service"), _key("kind"), _place(), Column("target", _ID, nullable=False)
)
refusal = Table(
    "refusal",
    metadata,
    _key("id"),
    Column("place", Integer, nullable=False),
    Column("kind", _ID, nullable=False),
    Column("source", _ID, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("title", "rule", "text")),
)
# examples, not_examples.
refusal_example = Table(
    "refusal_example", metadata, _key("refusal"), _key("kind"), _place(), Column("text", Text, nullable=False)
)
# Its words are aliases.
glossary = Table(
    "glossary",
    metadata,
    _key("id"),
    Column("place", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("title", "text")),
    Column("opens", _ID, nullable=False),
)
# Sections, aliases, questions, sources, what it leads to and which gaps it fills belong to any record.
record_lead = Table("record_lead", metadata, _key("record"), _place(), Column("target", _ID, nullable=False))
record_question = Table("record_question", metadata, _key("record"), _place(), Column("text", Text, nullable=False))
record_fill = Table("record_fill", metadata, _key("record"), _place(), Column("gap", _ID, nullable=False))
part = Table(
    "part",
    metadata,
    _key("record"),
    _place(),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
)
alias = Table("alias", metadata, _key("record"), _place(), Column("text", Text, nullable=False))
record_source = Table("record_source", metadata, _key("record"), _place(), Column("source", _ID, nullable=False))
question = Table(
    "question",
    metadata,
    _key("id"),
    Column("place", Integer, nullable=False),
    Column("kind", _ID, nullable=False),
    Column("dimension", _ID),
    Column("weight", Integer, nullable=False),
    Column("quick", Boolean, nullable=False),
    Column("most", Integer, nullable=False),
    Column("vocabulary", _ID, nullable=False),
    Column("free", _ID, nullable=False),
    Column("scale_unit", _ID),
    Column("scale_descending", Boolean),
    *(
        Column(name, Text, nullable=False)
        for name in (
            "reason",
            "subject",
            "text",
            "reworded",
            "why",
            "meaning",
            "large_rival",
            "privacy",
            "doesnt_apply",
        )
    ),
)
question_bound = Table("question_bound", metadata, _key("question"), _place(), Column("upper", Float, nullable=False))
option = Table(
    "option",
    metadata,
    _key("question"),
    _place(),
    Column("value", _ID, nullable=False),
    Column("score", Integer),
    Column("label", Text, nullable=False),
    Column("says", Text, nullable=False),
)
option_example = Table(
    "option_example", metadata, _key("question"), _key("value"), _place(), Column("text", Text, nullable=False)
)
option_feed = Table(
    "option_feed", metadata, _key("question"), _key("value"), _place(), Column("strategy", _ID, nullable=False)
)
# Flags that an option (`question:value`) or a vocabulary's value (`vocabulary:id`) says to be true or false.
flag = Table("flag", metadata, _key("owner"), _key("flag"), Column("holds", Boolean, nullable=False))
source = Table(
    "source",
    metadata,
    _key("id"),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("year", Integer),
    Column("kind", _ID, nullable=False),
    Column("note", Text, nullable=False),
)
figure = Table(
    "figure",
    metadata,
    _key("id"),
    Column("source", _ID, nullable=False),
    Column("year", Integer, nullable=False),
    Column("check_by", _ID, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("statement", "number", "population", "via", "interest")),
)
figure_dimension = Table(
    "figure_dimension", metadata, _key("figure"), _place(), Column("dimension", _ID, nullable=False)
)
figure_support = Table(
    "figure_support",
    metadata,
    _key("figure"),
    _key("strategy"),
    Column("place", Integer, nullable=False),
    Column("nearness", _ID, nullable=False),
    Column("why", Text, nullable=False),
)
coupling = Table(
    "coupling",
    metadata,
    _key("source"),
    _key("target"),
    Column("place", Integer, nullable=False),
    Column("strength", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("origin", _ID, nullable=False),
)
clash = Table(
    "clash", metadata, _key("id"), Column("place", Integer, nullable=False), Column("ask", Text, nullable=False)
)
clash_condition = Table(
    "clash_condition",
    metadata,
    _key("clash"),
    _place(),
    Column("question", _ID, nullable=False),
    Column("at_least", Integer, nullable=False),
    Column("at_most", Integer, nullable=False),
    Column("one_of", Text, nullable=False),
)
term = Table(
    "term",
    metadata,
    _key("vocabulary"),
    _key("id"),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
)
term_word = Table(
    "term_word",
    metadata,
    _key("vocabulary"),
    _key("term"),
    _key("kind"),
    _place(),
    Column("word", Text, nullable=False),
)
weight = Table(
    "weight", metadata, _key("name"), Column("value", Float, nullable=False), Column("reason", Text, nullable=False)
)
wording = Table("wording", metadata, _key("name"), Column("text", Text, nullable=False))
distress = Table("distress", metadata, _key("kind"), _place(), Column("text", Text, nullable=False))

# What operators add. Compiling `knowledge/` anew leaves these as they are.
document = Table(
    "document",
    metadata,
    _key("id"),
    # Which reader made the passages: another version reads the file anew.
    Column("reader", _ID, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("title", "address", "date", "licence", "file", "hash", "added")),
)
passage = Table(
    "passage",
    metadata,
    _key("document"),
    _place(),
    Column("kind", _ID, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("path", "name", "text")),
    # 384 numbers of 16 bits: half the size of what the encoder gives, and the order of neighbours stays.
    Column("vector", LargeBinary, nullable=False),
)
# The word index over all passages, as one archive.
passage_words = Table("passage_words", metadata, _key("name"), Column("content", LargeBinary, nullable=False))
DOCUMENT_TABLES = (document, passage, passage_words)
