"""Hand-painted widgets and small parts that every screen uses; they know no screen.

Decision: the meter is a QProgressBar with its own paint / because readers then find
a role and a value / instead of a bare QWidget / would change if PySide offered
QAccessibleInterface factories that survive the garbage collector.
"""
