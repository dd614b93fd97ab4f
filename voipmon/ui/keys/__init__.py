"""The keyboard: what can be done by key, which key does it, and changing that.

`actions` is the one table; `keymap` says which keys an action has with the user's
changes, `rules` why a key cannot be had; `binding` binds them in the window, `hints`
names them in tool tips and sentences; `sheet` (F1) and `page` (settings) are drawn
from the same table, so that none of them can tell another key than the one that acts.

Decision: single letters act while the list or a card has the focus, so letters are
not type-ahead there; digits are, and find numbers / because M must not mark once and
find Marcus another time, and supervisors know callers by their last digits / instead
of type-ahead by those letters that have no action / would change if letters were given
up as keys.

Decision: keys are named by the symbol that is typed, not by their place / because Qt
then finds them on every layout ("[" is AltGr+8 on a German keyboard) and the sheet
names what is printed on the key / instead of scan codes / would change if a layout
were found that cannot type one of them.

Decision: Esc always stops, another key for that acts besides / because the key that
is pressed in alarm must not depend on settings.

Decision: muting and silencing everything act while the settings or the sheet are in
front, too / because who needs silence cannot close windows first / everything else
acts in the window alone.

Decision: the keymap in force is known to the module `hints` / because sentences of
the banner and tool tips of every panel name keys, and a process has one window /
instead of handing it to each of them / would change with a second window.
"""
