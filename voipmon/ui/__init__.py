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

Decision: new rows join at the bottom (longest call first) and the order rests while
the pointer moves over the table / because a row that slides away under the pointer
makes the supervisor listen to the wrong call.

Decision: no numpy and no pyqtgraph until they are needed / because they would double
the time to the first paint.
"""
