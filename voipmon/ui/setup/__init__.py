"""The settings dialog: pages on the left, the chosen one on the right.

A page is a widget made by a function that takes a `Context`; `pages.PAGES` is the one
list of them, in the order of the dialog. Most are `form.Form`s, whose controls know
their field by name: what may be chosen, the sentence below it and whether the
administrator locked it come from the settings' own description.

Decision: every change holds at once and there is no OK button / because a supervisor
judges levelling or a theme by hearing and seeing it / instead of apply and cancel /
"Restore defaults" of a page goes back.

Decision: the dialog does not block the window / because calls go on and must be
reached while it is open.

Decision: the size of everything is Qt's own scale factor, taken at the next start /
because it scales paddings, icons and painted widgets alike, with nothing cut off,
where larger letters alone would burst what was laid out for the usual ones / instead
of scaling fonts at once / would change if Qt let the factor of a running program be
set.
"""
