"""A hand that does anything, for thousands of steps, and what must hold meanwhile.

Decision: events are put into Qt's window system queue in this process, every fiftieth
step is xdotool's / because a thousand steps then take seconds, popups and modal dialogs
still take what is theirs, and a script can see where everything is; the real mouse and
keyboard take the same way from the X server on / instead of xdotool alone, which needs
20 ms and more for each step, or events sent to a widget, which reach also what a dialog
covers / would change if both took different ways in Qt.

Decision: chance decides by a seed, but calls, faults and processors do not / because
only real ones find what nobody thought of; so a failure prints seed and last steps,
and a replay goes the same way as far as time lets it / instead of a simulated engine /
would change if failures could not be found again: that is what the stateful test of
`tests/ui/test_listening_stateful.py` is for, where everything is decided by the seed.
"""
