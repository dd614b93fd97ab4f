"""The window: Qt, the engine's client and core values; nothing below them.

Threads: the GUI thread only; one other loads pyqtgraph once, then ends. One clock
(`clock.Clock`) polls the engine 30 times a second while the window is visible; what
came is folded into `state.WindowState` (plain Python, no Qt) and the panels draw from
it. Nobody else asks the engine.

Decision: Fusion style with our own palette and style sheet / because the same
contrast and spacing can then be promised on every system, in light and dark /
instead of the native style / would change if users miss native controls.

Decision: the style sheet is the window's / because to change the application's takes
40 ms for the same widgets, instead of 10 / would change if a window were opened that
has no parent.

Decision: the table is painted by one delegate over one model with its own order list
/ because proxies, item widgets and content-sized columns froze the window for
145-1500 ms at 10,000 rows / instead of QSortFilterProxyModel / would change if Qt's
proxy stopped asking Python for every cell.

Decision: a click replaces the selected card, Ctrl and click adds one / because the
supervisor keeps the other calls in the ear / instead of leaving them all.

Decision: a call that is kept ready for hopping is a `Card` without a place among the
cards / because it then brings its strip, its diary and its level with it when it is
heard, and the rows, the toolbar and the log tell of it, so that none is hidden /
instead of streams that only the hopping knows.

Decision: a call's place is its own: who is at home in the middle takes the home of the
one that is selected, nobody else moves / because a voice that jumps from ear to ear is
taken for another person / would change if four calls at a time were too many.

Decision: new rows join at the bottom (longest call first) and the order rests while
the pointer moves over the table / because a row that slides away under the pointer
makes the supervisor listen to the wrong call.

Decision: no numpy and no pyqtgraph until they are needed / because they would double
the time to the first paint.
"""
