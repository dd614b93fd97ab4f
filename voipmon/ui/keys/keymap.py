"""Which keys every action has: the defaults and the user's changes. A value."""

from collections.abc import Iterator, Mapping

from voipmon.ui.keys import rules
from voipmon.ui.keys.actions import ACTIONS, BY_ID, Action


class Keymap:
    """Made from the user's changes; a change that cannot be is left out and told.

    Args:
        changes: Sequences in portable text by action id, "" for no key. Ids that are
            not known are kept aside: a newer version may have written them.
    """

    def __init__(self, changes: Mapping[str, str] | None = None) -> None:
        self._changes: dict[str, str] = {}
        self._refused: list[str] = []
        wanted = dict(changes or {})
        self._unknown = {k: v for k, v in wanted.items() if k not in BY_ID}
        self._keys = {a.id: rules.normal(a.key) for a in ACTIONS}
        given = [(a, wanted[a.id]) for a in ACTIONS if a.id in wanted]
        for action, _text in given:  # two may have swapped their keys
            self._keys[action.id] = ""
        for action, text in given:
            self._take(action, text)
        for action, _text in given:
            if action.id not in self._changes:
                self._fall_back(action)

    def _take(self, action: Action, text: str) -> None:
        found = self.objection(action.id, text) if text else ""
        if found:
            self._refused.append(f"{action.label}: {found}")
            return
        self._keys[action.id] = self._changes[action.id] = rules.normal(text)

    def _fall_back(self, action: Action) -> None:
        if self.conflict(action.id, action.key) is None:
            self._keys[action.id] = rules.normal(action.key)
        else:  # another change took the usual key
            self._changes[action.id] = ""

    @property
    def changes(self) -> dict[str, str]:
        """What to store: only what differs from the defaults."""
        return {**self._unknown, **self._changes}

    @property
    def refused(self) -> tuple[str, ...]:
        """A sentence for each change that was left out."""
        return tuple(self._refused)

    def key(self, action_id: str) -> str:
        """The key to name for an action, in portable text; "" if it has none."""
        return self._keys[action_id] or BY_ID[action_id].always

    def sequences(self, action_id: str) -> tuple[str, ...]:
        """Every sequence that must act: the keypad's Enter is Return, too."""
        found = tuple(filter(None, (self._keys[action_id], BY_ID[action_id].always)))
        keypad = (s.replace("Return", "Enter") for s in found if "Return" in s)
        return (*found, *keypad)

    def text(self, action_id: str) -> str:
        """The key as this system writes it; "" if it has none."""
        return rules.shown(self.key(action_id))

    def is_default(self, action_id: str) -> bool:
        """Whether the user left it as it was."""
        return action_id not in self._changes

    def conflict(self, action_id: str, text: str) -> Action | None:
        """The other action that has this sequence, or one that begins or goes on it."""
        if not text:
            return None
        return next(
            (
                other
                for other, taken in self._taken()
                if other.id != action_id and rules.collide(text, taken)
            ),
            None,
        )

    def _taken(self) -> Iterator[tuple[Action, str]]:
        for action in ACTIONS:
            for text in self.sequences(action.id):
                yield action, text

    def objection(self, action_id: str, text: str) -> str:
        """Why an action cannot have a sequence, as a sentence; "" if it can."""
        if found := rules.objection(BY_ID[action_id], text):
            return found
        if other := self.conflict(action_id, text):
            return f"{rules.shown(text)} is already the key of “{other.label}”."
        return ""

    def changed(self, action_id: str, text: str) -> "Keymap":
        """With another key, "" for none; as before if there is an objection."""
        if text and self.objection(action_id, text):
            return self
        changes = {**self.changes, action_id: text}
        if rules.normal(text) == rules.normal(BY_ID[action_id].key):
            del changes[action_id]
        return Keymap(changes)

    def reset(self, action_id: str) -> "Keymap":
        """With this action's default again, unless another has that key now."""
        return self.changed(action_id, BY_ID[action_id].key)
