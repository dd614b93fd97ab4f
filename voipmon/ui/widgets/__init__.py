"""Hand-painted widgets and small parts that every screen uses; they know no screen.

Decision: the meter is a QProgressBar with its own paint / because readers then find
a role and a value from Qt / instead of a bare QWidget with an interface in Python /
would change if it had a value that no class of Qt has.
"""
