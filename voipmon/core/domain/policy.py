"""What an administrator fixed: it wins over the user's own settings and is locked.

Decision: what cannot be read fails closed / because a policy with a slip of the pen
must not give more than the one without would / a policy that is unreadable as a
whole locks every field of `SAFE` to its value there, a bad value in it locks its own
field; a field that restricts nothing stays the user's.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from voipmon.core.domain.profile import Keeping
from voipmon.core.domain.settings import KEYS, PAGES, OnLock, Settings
from voipmon.core.domain.settings_rules import check, limits, read, replace

LIMITS = "limits"  # the policy's own table: greatest values, the user choosing below
LIMITED = {"taps": "listening.taps"}  # names in that table, and what they limit

SAFE: Mapping[str, Any] = {
    "listening.taps": 0,
    "listening.ceiling_dbfs": -12.0,
    "session.on_lock": OnLock.PAUSE,
    "account.keep_token": Keeping.SESSION,
}  # fields that restrict, and what holds while the restriction is unknown


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The administrator's part.

    Attributes:
        fixed: Values by "page.name"; these fields are locked.
        most: Greatest values by "page.name".
        complaints: One sentence for each thing in the file that is wrong.
    """

    fixed: dict[str, Any] = {}
    most: dict[str, float] = {}
    complaints: tuple[str, ...] = ()

    @property
    def locked(self) -> frozenset[str]:
        """Names of the fields that the user cannot change."""
        return frozenset(self.fixed)

    def apply(self, settings: Settings) -> Settings:
        """The user's settings as far as the administrator leaves them."""
        for where, value in self.fixed.items():
            page, name = where.split(".", 1)
            settings = replace(settings, page, {name: value})
        for where, most in self.most.items():
            page, name = where.split(".", 1)
            if getattr(getattr(settings, page), name) > most:
                settings = replace(settings, page, {name: most})
        return settings


def closed(complaint: str) -> Policy:
    """What holds while the policy cannot be read at all."""
    return Policy(fixed=dict(SAFE), complaints=(complaint,))


def read_policy(document: Mapping[str, Any], source: str) -> Policy:
    """The policy in a document of the same pages as the settings have.

    Args:
        document: Tables of plain values, as tomllib gives them.
        source: What the complaints call it.
    """
    pages = {name: table for name, table in document.items() if name != LIMITS}
    found = read(pages)
    fixed: dict[str, Any] = {}
    for page in (*PAGES, KEYS):
        table = pages.get(page)
        for name in table if isinstance(table, Mapping) else ():
            where = f"{page}.{name}"
            if where not in found.faults and where not in found.unknown:
                fixed[where] = _value(found.settings, page, name)
    complaints: list[str] = []
    for where, fault in found.faults.items():
        safe = {name: SAFE[name] for name in SAFE if f"{name}.".startswith(f"{where}.")}
        fixed |= safe
        used = "the strictest values hold" if safe else "your own settings hold"
        complaints.append(f"{source}, {where}: {fault}, so {used}.")
    complaints += [
        f"{source}, {name}: this version has no such setting, so nothing is locked."
        for name in found.unknown
    ]
    most, wrong = _limits(document.get(LIMITS, {}), source)
    return Policy(fixed=fixed, most=most, complaints=(*complaints, *wrong))


def _value(settings: Settings, page: str, name: str) -> Any:
    return (
        settings.keys[name] if page == KEYS else getattr(getattr(settings, page), name)
    )


def _limits(table: object, source: str) -> tuple[dict[str, float], list[str]]:
    """Greatest values and what is wrong with them; a bad one is the least allowed."""
    least = {w: limits(*w.split(".", 1))[0] for w in LIMITED.values()}
    if not isinstance(table, Mapping):
        return least, [f"{source}, {LIMITS}: is not a table, so the least is allowed."]
    most: dict[str, float] = {}
    wrong: list[str] = []
    for name, value in table.items():
        where = LIMITED.get(name)
        if where is None:
            wrong.append(f"{source}, {LIMITS}.{name}: there is no such limit.")
            continue
        page, field = where.split(".")
        try:
            most[where] = check(page, field, value)
        except ValueError as error:
            most[where] = least[where]
            wrong.append(
                f"{source}, {LIMITS}.{name}: {error}, so {least[where]} is the most."
            )
    return most, wrong
