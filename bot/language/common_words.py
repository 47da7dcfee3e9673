"""Everyday words that are never taken for a misspelt name."""

from __future__ import annotations

from spacy.lang.en.stop_words import STOP_WORDS

# Words of everyday messages that lie within one or two letters of a sector, a country or a function. Found by running
# the gazetteer over thousands of unrelated questions; add a word here when it is taken for a name.
_LIKE_NAMES = """
    advice advise advised adviser american angela automated banker basil brighten cannon canon canyon cashing chain
    chair change charge cheap check checked checking cheese chief child chili chine choice choose clean cleaned clear
    close closed comes consent contact contacts contest costing count country couple course cover crash cream create
    created creates creating crime cross crowd curry custom daily dance death delay depth dinner doubt dozen draft
    dream dress drink drive early earth eight empty enemy enjoy enough enter entry environmental equal error event
    every exact exist extra factor factors faith false family fares fault favor favour fewer field fight figure final
    financed finding finish finished first floor focus force forget forming forms forum forums found frame francis
    freelance fresh friend front fruit funny garbage giant given glass going goods grand grant grass grease great
    green greet group guard guess guest guide habit happy heading heard hearing heart heavy hello helps hence horse
    house human hungry ideal image invoiced island islands issue joined jokes judge known landscape large later laugh
    layer layers learn learned learnt least leave legal letting level licensed light limit local logic loose lower
    lucky lunch major maker makes making manufactured marked marker market match maybe means meant media message
    messages might model money month moral motor mouth moved music never niece night noise north noted novel nurse
    ocean offer often older order other ought owner panel paper party peace phase phone photo picking piece place
    plane planned plant plays please point police potter power price prices print printer printers prize processed
    produce produced produces programme programmed proof proud published question quick quiet quite quotas quoted
    raise range rather reach ready really reason recent recite record region remove removed report reported reports
    return rising rivals roots rubles ruined rules running scared screen season second secret seeing served settle
    settled several shape share shared sharing simple single small smaller smart someone something sometimes sooner
    sorry source special specialist spelling spent stage stands start started staten stationary status statute
    statutes stays still stock stopped store stored stuff supplied supply swing switch table taken takes taking taxes
    taylor teach tells thank thanks theater theatre their there these thing things think third those thought three
    through today together tomorrow tourist tourists tracking trailing trained travel tricking tried trouble trying
    turned under undertake until using usual value wages wanted wasted watch water weaker weeks western whales where
    which while white whole whose without woman women words worked working works world worry worse would write wrong
    years young
"""

COMMON_WORDS = frozenset(STOP_WORDS) | frozenset(_LIKE_NAMES.split())
