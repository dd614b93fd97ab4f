"""When scanning goes on to the next call. Pure: time comes as argument."""

DWELL_S = 10.0  # heard for so long, as ChanSpy users and scanner radios are used to
SILENT_S = 5.0  # a call without speech for so long is skipped


class Scan:
    """Counts down from one call to the next; `Hopping` does the hops."""

    def __init__(self) -> None:
        self.on = False
        self.left_s = DWELL_S  # until the next call

    def start(self) -> None:
        """Begin with the call that is heard now."""
        self.on = True
        self.left_s = DWELL_S

    def stop(self) -> None:
        """Stay with the call that is heard now."""
        self.on = False

    def hopped(self) -> None:
        """Another call is heard, or there was none to go to."""
        self.left_s = DWELL_S

    def step(self, dt_s: float, quiet_s: float) -> bool:
        """Whether it is time for the next call.

        Args:
            dt_s: Since the last step.
            quiet_s: Since there was speech in the call that is heard.
        """
        if not self.on:
            return False
        self.left_s -= dt_s
        heard_s = DWELL_S - self.left_s
        return self.left_s <= 0 or (heard_s >= SILENT_S and quiet_s >= SILENT_S)
