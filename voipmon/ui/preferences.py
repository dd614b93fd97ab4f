"""The settings as the window uses them: always valid, changed at once, kept after.

Everything in the window asks `Preferences.now` and follows `changed`. Writing is
somebody else's, on another thread (`Keeper`): no change ever waits for a disk.
"""

import logging
from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from voipmon.core.domain.policy import Policy
from voipmon.core.domain.settings import KEYS, PAGES, Settings
from voipmon.core.domain.settings_rules import limits, replace

_log = logging.getLogger(__name__)


class Keeper(Protocol):
    """Where settings are kept between starts."""

    def save(self, settings: Settings) -> None:
        """Keep these; returns at once, the latest wins."""

    def troubles(self) -> tuple[str, ...]:
        """Sentences for the supervisor since the last call."""


class Preferences(QObject):
    """The settings that hold now. GUI thread only.

    Args:
        own: What the user chose.
        policy: What the administrator fixed; it wins.
        keeper: Told of every change; None keeps nothing.
        places: Paths of the files behind it, by what they are; for a person.
    """

    changed = Signal(object)  # Settings

    def __init__(
        self,
        own: Settings | None = None,
        *,
        policy: Policy | None = None,
        keeper: Keeper | None = None,
        places: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = own or Settings()
        self._policy = policy or Policy()
        self._keeper = keeper
        self.places = places or {}
        self._now = self._policy.apply(self._own)

    @property
    def now(self) -> Settings:
        """What holds: the user's settings as far as the administrator leaves them."""
        return self._now

    @property
    def locked(self) -> frozenset[str]:
        """Fields as "page.name" that the administrator fixed."""
        return self._policy.locked

    def most(self, page: str, name: str) -> float:
        """Greatest value that the user may choose for a number."""
        greatest = limits(page, name)[1]
        return self._policy.most.get(f"{page}.{name}", greatest)

    def change(self, page: str, **values: Any) -> None:
        """Set fields of one page; what is locked stays as it is.

        A key (`page` "keys") set to None is the action's usual one again.

        Raises:
            ValueError: A value is none of its field's.
            KeyError: There is no such page or field.
        """
        free = {k: v for k, v in values.items() if f"{page}.{k}" not in self.locked}
        if len(free) < len(values):
            _log.debug("%s: locked by the administrator", page)
        self._take(replace(self._own, page, free))

    def restore(self, page: str, *names: str) -> None:
        """Set fields of one page, or all of it, to what they are by default."""
        if page == KEYS:
            self.change(page, **dict.fromkeys(names or self._own.keys))
            return
        usual = PAGES[page]()
        wanted = names or PAGES[page].__struct_fields__
        self.change(page, **{name: getattr(usual, name) for name in wanted})

    def troubles(self) -> tuple[str, ...]:
        """What the supervisor should know of keeping them, since the last call."""
        return () if self._keeper is None else self._keeper.troubles()

    def _take(self, own: Settings) -> None:
        if own == self._own:
            return
        self._own = own
        if self._keeper is not None:
            self._keeper.save(own)
        before, self._now = self._now, self._policy.apply(own)
        if self._now != before:
            self.changed.emit(self._now)
