"""Stands where Qt would hand events to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from voipmon.ui.access import announce


class Reader:
    """Remembers every announcement as (sentence, politeness)."""

    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
        monkeypatch.setattr(announce, "QAccessible", self)

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 - Qt's name
        self.told.append((event.message(), event.politeness()))

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence, _politeness in self.told]

    def said(self, *, urgent: bool) -> list[str]:
        wanted = (
            self.AnnouncementPoliteness.Assertive
            if urgent
            else self.AnnouncementPoliteness.Polite
        )
        return [sentence for sentence, politeness in self.told if politeness is wanted]
