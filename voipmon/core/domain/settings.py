"""Every setting of the program: its page, default, range and one sentence.

The pages are the tables of `settings.toml` and of the administrator's
`policy.toml`; a field's `msgspec.Meta` holds its range and, as description, the
sentence that the settings dialog shows. `settings_rules` checks values against it.
"""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from voipmon.core.domain.commands import Ear
from voipmon.core.domain.profile import Keeping

VERSION = 1  # of the file's format; `settings_steps` brings older ones here
MAX_TAPS = 8  # streams kept ready besides those heard
PACES = (1.0, 1.25, 1.5)  # times the usual speed, while behind live


class ThemeChoice(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Motion(StrEnum):
    """Whether what blinks and spins is kept still."""

    SYSTEM = "system"
    ON = "on"
    OFF = "off"


class OnLock(StrEnum):
    """What becomes of the sound when the session is locked."""

    KEEP = "keep"
    PAUSE = "pause"


class OnClose(StrEnum):
    """What closing the window means while something is heard."""

    ASK = "ask"
    TRAY = "tray"
    QUIT = "quit"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One table of the file. Its fields have defaults and are values."""


class Account(Page, frozen=True, kw_only=True):
    """What a sign-in begins with; what was signed in last is the profile's."""

    server: Annotated[
        str, Meta(description="Address of the server, suggested at the first sign-in.")
    ] = ""
    user: Annotated[
        str, Meta(description="User name, suggested at the first sign-in.")
    ] = ""
    keep_token: Annotated[
        Keeping,
        Meta(
            description="The most lasting place in which a sign-in may be kept: "
            "this session, the system's keychain, or a file that only you can read."
        ),
    ] = Keeping.FILE


class Listening(Page, frozen=True, kw_only=True):
    """How calls are heard."""

    mono: Annotated[
        bool, Meta(description="Every call from the middle, none left or right.")
    ] = False
    ear: Annotated[
        Ear, Meta(description="Play on both sides of the headset, or on one only.")
    ] = Ear.BOTH
    levelling: Annotated[
        bool, Meta(description="Bring quiet and loud calls to the same loudness.")
    ] = True
    ceiling_dbfs: Annotated[
        float,
        Meta(
            ge=-20,
            le=-3,
            description="Loudest peak that ever reaches the headset, below full scale.",
        ),
    ] = -6.0
    back_speed: Annotated[
        float,
        Meta(
            ge=1.0,
            le=1.5,
            description="Pace at which a replayed call catches up; the pitch is kept.",
            extra={"one_of": PACES},
        ),
    ] = 1.25
    skip_silence: Annotated[
        bool, Meta(description="Skip silences while catching up.")
    ] = True
    taps: Annotated[
        int,
        Meta(
            ge=0,
            le=MAX_TAPS,
            description="Calls kept ready, unheard, so that hopping starts at once.",
        ),
    ] = 2
    hop_back_s: Annotated[
        float,
        Meta(
            ge=0,
            le=10,
            description="Seconds of the past with which a call kept ready starts.",
        ),
    ] = 3.0
    master_db: Annotated[
        float, Meta(ge=-60, le=12, description="Volume of all calls.")
    ] = 0.0
    call_db: Annotated[
        float, Meta(ge=-60, le=12, description="Volume with which a call starts.")
    ] = 0.0


class Devices(Page, frozen=True, kw_only=True):
    """Where calls are played."""

    output_name: Annotated[
        str, Meta(description="Output device by name; empty is the system's default.")
    ] = ""
    output_api: Annotated[
        str, Meta(description="Sound system to which that name belongs.")
    ] = ""
    block_ms: Annotated[
        Literal[10, 20],
        Meta(description="Sound block: 10 ms is heard sooner, 20 ms breaks up later."),
    ] = 20


class Appearance(Page, frozen=True, kw_only=True):
    """How the window looks."""

    theme: Annotated[
        ThemeChoice, Meta(description="Light or dark colours, or as the system has it.")
    ] = ThemeChoice.SYSTEM
    scale_percent: Annotated[
        int, Meta(ge=100, le=200, description="Size of everything in the window.")
    ] = 100
    reduced_motion: Annotated[
        Motion, Meta(description="Keep still what blinks and glides.")
    ] = Motion.SYSTEM
    row_height: Annotated[
        Literal[28, 36], Meta(description="Height of a row in the list of calls.")
    ] = 36


class Notices(Page, frozen=True, kw_only=True):
    """Notifications outside the window."""

    enabled: Annotated[
        bool, Meta(description="Show notifications when the window is not in front.")
    ] = True
    sound: Annotated[bool, Meta(description="Play a sound with them.")] = False
    ended: Annotated[
        bool, Meta(description="Also when a call that was listened to has ended.")
    ] = False


class Session(Page, frozen=True, kw_only=True):
    """Locking the screen, closing the window, first start."""

    on_lock: Annotated[
        OnLock, Meta(description="What happens to the sound when the screen is locked.")
    ] = OnLock.PAUSE
    on_close: Annotated[
        OnClose, Meta(description="Closing the window while a call is heard.")
    ] = OnClose.ASK
    first_run_done: Annotated[
        bool, Meta(description="The output was chosen and tested once.")
    ] = False


class Layout(Page, frozen=True, kw_only=True):
    """How the supervisor left the window; sizes in pixels of the present scale."""

    columns: Annotated[
        tuple[str, ...], Meta(description="Columns of the list, left to right.")
    ] = ()
    hidden: Annotated[tuple[str, ...], Meta(description="Columns not shown.")] = ()
    widths: Annotated[
        dict[str, Annotated[int, Meta(ge=16, le=4000)]],
        Meta(description="Widths of the columns that were changed by hand."),
    ] = {}
    sort_by: Annotated[str, Meta(description="Column by which the list is sorted.")] = (
        ""
    )
    sort_down: Annotated[bool, Meta(description="Highest first.")] = True
    across: Annotated[
        tuple[Annotated[int, Meta(ge=0, le=20000)], ...],
        Meta(description="Widths of the list and of the cards."),
    ] = ()
    down: Annotated[
        tuple[Annotated[int, Meta(ge=0, le=20000)], ...],
        Meta(description="Heights of the list and of the tabs."),
    ] = ()
    tab: Annotated[str, Meta(description="Name of the open tab; empty: none.")] = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All of them.

    Attributes:
        keys: Changed keys alone, by action, as Qt writes them ("Ctrl+F"); "" is no
            key. What an action is and its usual key stand in the window.
    """

    account: Account = Account()
    listening: Listening = Listening()
    devices: Devices = Devices()
    appearance: Appearance = Appearance()
    keys: dict[str, str] = {}
    notices: Notices = Notices()
    session: Session = Session()
    layout: Layout = Layout()


PAGES: dict[str, type[Page]] = {
    "account": Account,
    "listening": Listening,
    "devices": Devices,
    "appearance": Appearance,
    "notices": Notices,
    "session": Session,
    "layout": Layout,
}  # all but `keys`, whose names are the window's actions
KEYS = "keys"
