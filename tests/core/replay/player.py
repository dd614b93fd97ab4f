"""A stream of known sound and what a listener hears of it, block by block."""

import numpy as np

from voipmon.core.replay.replay import Replay

BLOCK = 160
RATE = 8000


class Player:
    """Plays `sound` as a stream would; past its end it begins again."""

    def __init__(self, sound):
        self.sound = np.asarray(sound, np.int16)
        self.replay = Replay()
        self.place = 0

    def block(self):
        """One block, as heard; int16, shape (160,)."""
        at = (self.place + np.arange(BLOCK)) % len(self.sound)
        live = self.sound[at]
        self.place += BLOCK
        self.replay.keep(live)
        heard = self.replay.play(live)
        return live if heard is None else heard

    def seconds(self, seconds):
        """So much of it, as heard."""
        return np.concatenate([self.block() for _ in range(round(seconds * 50))])

    def until_live(self, at_most_s=300.0):
        """All that is heard until it is live again."""
        blocks = []
        while self.replay.behind:
            blocks.append(self.block())
            assert len(blocks) <= at_most_s * 50, "it never caught up"
        return np.concatenate(blocks)


def counted(seconds=120):
    """Sound that says where it is from: each block is one step above the last."""
    return 5000 + np.repeat(np.arange(seconds * 50), BLOCK)


def place_of(sample):
    """Middle of the block of `counted` from which a sample is."""
    return (float(sample) - 5000) * BLOCK + BLOCK / 2


def steepest(sound):
    """Largest second difference: what a click is made of."""
    return float(np.max(np.abs(np.diff(np.asarray(sound, float), 2))))
