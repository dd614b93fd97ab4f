"""Say something through the screen reader, if there is one."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(source: QObject, text: str, *, urgent: bool = False) -> None:
    """Have a sentence read out.

    Args:
        source: What it is about.
        text: The sentence.
        urgent: Interrupt what is being read; otherwise it waits for its turn.
    """
    politeness = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(source, text)
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
