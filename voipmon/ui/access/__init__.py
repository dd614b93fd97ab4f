"""What assistive programs get from the window, and where the focus stays.

`tree` gives the painted widgets their roles, `announce` tells what changed, `closings`
finds what the banner does not tell, `focus` keeps the focus when its place vanishes.

Decision: sliders, meters and labels of ours are Qt's own classes that paint
themselves / because Qt then gives role, value and value changes, from C++ / instead
of interfaces in Python; those that remain only name a role and override nothing, so
that no reader waits for Python / would change if a widget had a value that no class of
Qt has.

Decision: only the banner interrupts what a reader is saying / because it alone says
who hears the supervisor; all else waits its turn.
"""
