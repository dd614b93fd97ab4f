"""Bringing settings of an older format to the present one, a version at a time.

Each step is a pure function on a document and knows two neighbouring formats alone;
what it does not know it keeps. Format 0 is what Qt's own store held.
"""

from collections.abc import Callable, Mapping

from voipmon.core.domain.settings import VERSION
from voipmon.core.domain.settings_rules import Document

Steps = Mapping[int, Callable[[Document], Document]]

_FROM_STORE = {
    "sign_in/server": ("account", "server"),
    "sign_in/user": ("account", "user"),
    "window/theme": ("appearance", "theme"),
}


def from_store(document: Document) -> Document:
    """Format 0 to 1: server, user and theme move into pages; no table has a name."""
    made: Document = {}
    for old, (page, name) in _FROM_STORE.items():
        if value := document.get(old):
            made.setdefault(page, {})[name] = value
    return made


STEPS: Steps = {0: from_store}


def version_of(document: Document) -> int | None:
    """The document's format; None if what stands there is no such number.

    A file without one was written by hand: it means the present format.
    """
    found = document.get("version", VERSION)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        return None
    return found


def upgrade(
    document: Document, version: int, *, to: int = VERSION, steps: Steps = STEPS
) -> Document:
    """`document` of format `version` in format `to`; the argument stays as it is."""
    for number in range(version, to):
        document = steps[number](document)
    return {**document, "version": to}
