"""What a row says of a call that is kept ready for hopping, so that none is hidden."""

from voipmon.core.domain.snapshot import StreamState
from voipmon.ui.state import WindowState
from voipmon.ui.wording import Word

READY = Word("Ready", "ready", "soft")
_GETTING = Word("Preparing", "connecting", "soft")
_STALLED = Word("Not ready", "stalled", "soft")


def tap_word(state: WindowState, key: str) -> Word | None:
    """A word for the row's tap; None if its call is not kept ready."""
    tap = state.tap_of(key)
    if tap is None or tap.closed or state.engine_dead or state.pause is not None:
        return None
    if tap.snap is None:
        return _GETTING
    if tap.snap.state is StreamState.STREAMING:
        return READY
    return _STALLED if tap.snap.state is StreamState.STALLED else _GETTING
