"""The pages that are plain forms: what each asks, in words."""

from voipmon.core.domain.commands import Ear
from voipmon.core.domain.settings import Motion, OnClose, OnLock, ThemeChoice
from voipmon.ui.desktop.this_system import shortcomings
from voipmon.ui.setup.column_choice import ColumnChoice
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.form import Form
from voipmon.ui.setup.scale import largest_percent

_PERCENT = (100, 110, 125, 150, 175, 200)


def listening(context: Context) -> Form:
    """How calls are heard, replayed and hopped between."""
    form = Form(context.preferences, "Listening")
    page = "listening"
    form.choice(
        page,
        "ear",
        "&Play on",
        {Ear.BOTH: "Both ears", Ear.LEFT: "The left ear", Ear.RIGHT: "The right ear"},
    )
    form.check(page, "mono", "&Mono")
    form.check(page, "levelling", "&Same loudness for all calls")
    form.number(page, "ceiling_dbfs", "Loudest &peak", "dBFS")
    form.number(page, "call_db", "A call &starts at", "dB", step=3)
    form.choice(
        page,
        "back_speed",
        "&Catching up",
        {
            1.0: "At the usual pace",
            1.25: "1.25 times as fast",
            1.5: "1.5 times as fast",
        },
    )
    form.check(page, "skip_silence", "Skip s&ilences")
    form.number(page, "taps", "Calls kept &ready", "")
    form.number(page, "hop_back_s", "A hop starts with the &last", "s", step=0.5)
    return form.end()


def appearance(context: Context) -> Form:
    """Colours, size, motion, rows."""
    form = Form(context.preferences, "Appearance")
    page = "appearance"
    form.choice(
        page,
        "theme",
        "&Colours",
        {
            ThemeChoice.SYSTEM: "As the system has it",
            ThemeChoice.LIGHT: "Light",
            ThemeChoice.DARK: "Dark",
        },
    )
    most = largest_percent(context.window)
    sizes = {percent: f"{percent} %" for percent in _PERCENT if percent <= most}
    form.choice(page, "scale_percent", "&Size", sizes)
    form.words(_size_words(most))
    form.choice(page, "row_height", "&Rows", {28: "Compact", 36: "Comfortable"})
    form.row("Columns", ColumnChoice(context.preferences))
    form.fields += [("layout", name) for name in ("columns", "hidden", "widths")]
    form.choice(
        page,
        "reduced_motion",
        "Reduced &motion",
        {Motion.SYSTEM: "As the system has it", Motion.ON: "On", Motion.OFF: "Off"},
    )
    form.words(
        "Waveforms and meters go on moving: they are what is heard. Where the system "
        "does not tell programs its wish, nothing is kept still unless set here."
    )
    return form.end()


def _size_words(most: int) -> str:
    words = "A new size holds from the next start of voipmon."
    if most < max(_PERCENT):
        words += f" This screen has room for the window up to {most} %."
    return words


def privacy(context: Context) -> Form:
    """What is kept of calls, and what happens when nobody is there."""
    form = Form(context.preferences, "Privacy")
    form.choice(
        "session",
        "on_lock",
        "When the screen is &locked",
        {OnLock.PAUSE: "Pause listening", OnLock.KEEP: "Go on playing"},
    )
    form.words(
        "Paused, every call is left, and heard again live when the screen is unlocked. "
        "The same happens, whatever is set, while the computer sleeps."
    )
    if lacking := shortcomings():
        form.words(lacking)
    form.words(
        "For replay, the last 60 seconds of each open call are kept in memory. They "
        "are never written to a disk, and are gone when the call is left, when you "
        "sign out, and when voipmon ends. Nothing is recorded."
    )
    form.words("Nobody on a call can hear you: this version has no microphone code.")
    return form.end()


def notices(context: Context) -> Form:
    """What is seen and heard outside the window."""
    form = Form(context.preferences, "Notifications and tray")
    form.check("notices", "enabled", "Show &notifications")
    form.check("notices", "sound", "With a &sound")
    form.check("notices", "ended", "Also when a call &ends")
    form.choice(
        "session",
        "on_close",
        "&Closing the window",
        {
            OnClose.ASK: "Ask what to do",
            OnClose.TRAY: "Keep listening in the tray",
            OnClose.QUIT: "Quit voipmon",
        },
    )
    return form.end()
