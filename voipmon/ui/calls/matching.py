"""Which rows a search finds. No Qt."""

from voipmon.core.domain.facts import RosterRow
from voipmon.ui import wording


def matches(row: RosterRow, needle: str) -> bool:
    """Whether a row contains every word of `needle`, which is in lower case."""
    if not needle:
        return True
    text = " ".join(
        (
            wording.who(row),
            wording.other(row),
            wording.row_word(row).text,
            wording.direction(row).text,
            row.name,
            row.party,
            row.kind.value,
        )
    ).casefold()
    return all(word in text for word in needle.split())
