"""Names the kinds of labels that a search finds and that are no record, for whoever reads what was found."""

from __future__ import annotations

# Subjects that nothing here answers, and what is refused.
OUTSIDE = "outside."
REFUSAL = "refusal."
# Near misses of a refusal, which are to be answered: they take their share from the refusals and answer nothing.
BESIDE = "beside."
# One label for all who help: which of them is meant hangs on country and trouble, not on words alone.
SERVICES = "services"
# Label of a record and a phrase for it.
Phrase = tuple[str, str]
