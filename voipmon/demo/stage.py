"""The script's time."""

import asyncio
from uuid import UUID

from voipmon.demo.objects import Call, Item
from voipmon.demo.world import World


class Stage:
    """Waiting in the script's time, cut short when a call ends."""

    def __init__(self, world: World, pace: float) -> None:
        self._pace = pace
        self._ends: dict[UUID, asyncio.Event] = {}
        world.watch(self._seen)

    async def rest(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds / self._pace)

    async def wait(self, call: Call, seconds: float) -> bool:
        """Let time pass while `call` lives; False if it ended meanwhile."""
        if not call.live:
            return False
        event = self._ends.setdefault(call.id, asyncio.Event())
        try:
            async with asyncio.timeout(seconds / self._pace):
                await event.wait()
        except TimeoutError:
            return call.live
        finally:
            self._ends.pop(call.id, None)
        return False

    def _seen(self, event: str, item: Item) -> None:
        if event == "call_hangup" and item.id in self._ends:
            self._ends[item.id].set()
