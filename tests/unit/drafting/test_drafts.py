"""A document's proposals become draft strategies, marked as guesses, which advise nobody before a person edits them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.documents.load import load_knowledge
from bot.drafting.guessing import Guess, Guesser
from bot.drafting.proposals import proposals
from bot.drafting.writing import write_drafts
from bot.errors import KnowledgeInvalid
from bot.language.encoder import shared_encoder
from bot.library.captions import caption_detector
from bot.library.cleaning import cleaned
from bot.library.markdown import read_markdown
from bot.library.reading import read_content
from bot.model.knowledge import Knowledge
from bot.settings import ROOT

ARTICLE = ROOT.parent / "shared" / "source"

GUIDE = """# What small dairies can do

## Sell together

Three neighbours rent one market stall and take turns behind it. Each of you saves two days a week, and customers find
more on one table.

- **Shared cold store**: Rent one cold room between five farms. Begin with a written list of who pays what.
- **Milk subscription**: Offer households a weekly crate paid by the month. Ask your twenty best customers first.

## Why supermarkets are ahead

- **Slow money**: Large buyers pay after ninety days, while feed has to be paid at once.
- **Rules for factories**: Hygiene rules were written with large plants in mind and cost a small dairy far more apiece.
- **No figures**: A chain knows what sells in each shop, a dairy of four guesses.

## What to change in the week

| Area | Trouble | What to do |
|---|---|---|
| Orders | Slips get lost | Take orders by a web form |
| Deliveries | Half-empty vans | Share a tour with the baker |
"""

# The strategies that the article names, by the name it gives them.
NAMED = {
    "strategy.niche.identify": "Identifying Niche Markets",
    "strategy.local.advantage": "Leveraging Local Advantages",
    "strategy.partnership.basic": "Strategic Partnerships and Collaborations",
    "strategy.automation.smart": "Embracing Smart Automation",
    "strategy.bridge.overview": "Strategic Responses for SMBs",
    "strategy.automation.targeted": "Targeted Automation",
    "strategy.automation.pain_points": "Identifying Key Pain Points",
    "strategy.automation.cloud": "Prioritizing Cloud-Based Solutions",
    "strategy.automation.lowcode": "Embracing Low-Code/No-Code Platforms",
    "strategy.automation.customer_facing": "Focusing on Customer-Facing Automation",
    "strategy.automation.service": "Customer Service",
    "strategy.automation.marketing": "Marketing",
    "strategy.automation.sales": "Sales",
    "strategy.automation.operations": "Operations",
    "strategy.collab.overview": "Strategic Collaborations",
    "strategy.collab.associations": "Industry Alliances and Associations",
    "strategy.collab.supply_chain": "Supply Chain Partnerships",
    "strategy.collab.jv_comarketing": "Joint Ventures and Co-Marketing Agreements",
    "strategy.collab.technology": "Technology Partnerships",
    "strategy.platform.smart_use": "Leveraging Digital Platforms Smartly",
    "strategy.disruptive.paradox": "Disruptive Innovation and Asymmetry Mitigation",
    "strategy.niche.mastery": "Niche Market Mastery and Hyper-Specialization",
    "strategy.niche.underserved": "Identifying Unserved or Underserved Niches",
    "strategy.niche.expertise": "Developing Deep Domain Expertise",
    "strategy.niche.community": "Building Strong Community and Customer Relationships",
    "strategy.niche.agile_innovation": "Agile and Adaptive Innovation",
    "strategy.decentral.overview": "Decentralized and Distributed Business Models",
    "strategy.decentral.remote": "Remote-First Operations",
    "strategy.decentral.blockchain": "Blockchain and Decentralized Technologies",
    "strategy.decentral.opensource": "Open-Source and Collaborative Innovation",
    "strategy.decentral.local_production": "Local Production and Distributed Manufacturing",
    "strategy.ethical.overview": "Ethical and Sustainable Business Practices",
    "strategy.ethical.transparency": "Transparency",
    "strategy.ethical.circularity": "circularity",
    "strategy.ethical.social_impact": "social impact",
    "strategy.geo.overview": "Strategic Geopolitics and Risk Diversification",
    "strategy.geo.risk_assessment": "Geopolitical Risk Assessment",
    "strategy.geo.supply_diversification": "Supply Chain Diversification",
    "strategy.geo.local_adaptation": "Local Market Adaptation",
    "strategy.geo.policy_advocacy": "Policy Engagement and Advocacy",
}
LEAST_FOUND = 0.9


@pytest.fixture(scope="module")
def guesser(knowledge: Knowledge) -> Guesser:
    return Guesser(knowledge, shared_encoder())


@pytest.fixture(scope="module")
def guesses(guesser: Guesser) -> dict[str, Guess]:
    found = guesser.guess(proposals(read_markdown(GUIDE).blocks))
    return {guess.proposal.name: guess for guess in found}


def front(path: Path) -> dict[str, object]:
    found = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_list_items_sections_and_rows_are_found_and_the_trouble_is_not(guesses: dict[str, Guess]) -> None:
    assert {"Sell together", "Shared cold store", "Milk subscription", "Orders", "Deliveries"} <= set(guesses)
    assert not {"Slow money", "Rules for factories", "No figures", "Why supermarkets are ahead"} & set(guesses)


def test_the_family_is_guessed_from_what_is_said(guesses: dict[str, Guess]) -> None:
    assert guesses["Sell together"].family == "collaboration"
    assert guesses["Orders"].family == "automation"
    assert all(name.startswith("dimension.") and 1 <= v <= 3 for g in guesses.values() for name, v in g.relief.items())


def test_a_draft_quotes_each_field_with_its_place_and_lists_what_is_missing(
    guesses: dict[str, Guess], tmp_path: Path
) -> None:
    written = write_drafts(list(guesses.values()), tmp_path, "Dairy guide")
    assert len(written) == len(guesses)
    (path,) = [path for path in written if path.name.endswith("shared_cold_store.md")]
    data = front(path)
    draft = data["draft"]
    assert isinstance(draft, dict)
    assert draft["document"] == "Dairy guide"
    assert draft["quotes"]["title"] == [{"quote": "Shared cold store", "place": draft["place"]}]
    assert draft["quotes"]["In short"][0]["quote"] == "Rent one cold room between five farms."
    assert draft["quotes"]["In short"][0]["place"].endswith("Shared cold store")
    assert {"family", "relief"} <= set(draft["guessed"])
    assert {"effort", "cost", "When not to", "Beware"} <= set(draft["missing"])
    assert "> Rent one cold room between five farms." in path.read_text(encoding="utf-8")


def test_a_draft_that_is_there_is_left_alone(guesses: dict[str, Guess], tmp_path: Path) -> None:
    (first, *_) = write_drafts(list(guesses.values()), tmp_path, "Dairy guide")
    first.write_text("somebody is at it", encoding="utf-8")
    assert write_drafts(list(guesses.values()), tmp_path, "Dairy guide") == []
    assert first.read_text(encoding="utf-8") == "somebody is at it"


def test_a_draft_among_the_strategies_is_refused(guesses: dict[str, Guess], tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    written = write_drafts([guesses["Milk subscription"]], folder / "strategies", "Dairy guide")
    with pytest.raises(KnowledgeInvalid) as refused:
        load_knowledge(folder)
    assert [str(fault) for fault in refused.value.faults] == [
        f"knowledge/strategies/{written[0].name}:2: still a draft, which nobody is advised by. Check every guess, "
        "fill in what is missing, and remove the block `draft`."
    ]


def test_a_document_that_proposes_nothing_gives_no_draft(guesser: Guesser) -> None:
    assert guesser.guess(proposals(read_markdown("# Minutes\n\nWe met on Monday. Nobody spoke.").blocks)) == []


@pytest.mark.skipif(not ARTICLE.is_dir(), reason=f"the article is not beside this project ({ARTICLE})")
def test_nine_tenths_of_the_strategies_that_the_article_names_are_found(guesser: Guesser) -> None:
    (path,) = ARTICLE.glob("*.txt")
    content = cleaned(read_content(path.read_bytes(), path.name), caption_detector())
    found = guesser.guess(proposals(content.blocks))
    names = {name for guess in found for name in (guess.proposal.name, *(other.name for other in guess.also))}
    missed = [name for name in NAMED.values() if name not in names]
    assert len(missed) <= (1 - LEAST_FOUND) * len(NAMED), missed
