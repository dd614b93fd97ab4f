"""Colours by role, one set for light and one for dark, and the measures.

Contrast of every text token on its grounds is at least 4.5:1 (WCAG 2.2 AA), held by
a test. The banner's fills are the same in both themes.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

GAP = 8  # [px] the unit of spacing
BANNER_GREY = "#2B3036"  # white text 13.3:1
BANNER_BLUE = "#0B5FA5"  # white text 6.6:1
PRACTICE = "#F0E442"  # stripes of the frame around practice calls
BANNER_LOST = "#B79CF0"  # the purple edge of "lost"; icon and word carry the meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours by role, as ``#rrggbb``."""

    dark: bool
    window: str
    surface: str
    sunken: str  # wells: waveform, meter, inputs
    line: str
    edge: str  # borders of controls, 3:1 on surface
    text: str
    soft: str  # secondary text
    faint: str  # stale and ended rows
    accent: str
    on_accent: str
    tint: str  # rows listened to, selected card
    hover: str
    select: str
    wave: str
    good: str
    patchy: str
    late: str
    broken: str
    lost: str
    note: str  # ground of message bars
    meter_low: str
    meter_mid: str
    meter_high: str

    def colour(self, role: str) -> QColor:
        """The token `role` as a colour."""
        return _colour(getattr(self, role))


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


LIGHT = Tokens(
    dark=False, window="#F1F3F5", surface="#FFFFFF", sunken="#F6F8FA",
    line="#DDE1E6", edge="#7C848D", text="#1B2026", soft="#4A525B", faint="#5B636B",
    accent="#0B5FA5", on_accent="#FFFFFF", tint="#E8F1FA", hover="#F0F4F8",
    select="#D6E7F7", wave="#2F7EC2", good="#1A7035", patchy="#7D5700",
    late="#9A4600", broken="#B3261E", lost="#6C44B5", note="#FFF6DF",
    meter_low="#26883F", meter_mid="#A87300", meter_high="#D5392F",
)  # fmt: skip

DARK = Tokens(
    dark=True, window="#15181C", surface="#1D2126", sunken="#14171A",
    line="#31373E", edge="#747D87", text="#E8EBEE", soft="#B5BDC6", faint="#9BA4AE",
    accent="#6DB3F2", on_accent="#0B1A28", tint="#1B2E40", hover="#262B31",
    select="#213C55", wave="#5AA6E6", good="#5FCB7E", patchy="#E5B84A",
    late="#F39A56", broken="#FF8F87", lost="#B79CF0", note="#33290F",
    meter_low="#3FB866", meter_mid="#E5AE2E", meter_high="#F25B50",
)  # fmt: skip
