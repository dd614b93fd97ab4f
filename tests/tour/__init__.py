"""The tour: the real window, driven by real clicks and keys, heard from outside.

A private X server with a window manager, a private sound server and private message
buses are started; the program runs as always, with its engine in a process of its own.
A second thread is the visitor: it reads what the window shows (`eye`, `reading`), and
clicks and types through the X server (`hand`). The sound is recorded from the virtual
loudspeaker and compared with what the demo platform sent (`compare`, `ears`): as loud
as it was sent, but for the gain that the card shows.

`visit` is the way through all states; `looks` are shorter runs at other sizes, in light
and dark. Left behind in `build/tour/`: a picture of each check, heard.wav with all that
sounded, report.json with each check and its outcome.

Decision: the steps are taken in two halves at once, each with everything of its own /
because they mostly wait for real time / instead of one after the other, for five
minutes / would change if one half slowed the other's sound down.

Decision: the window runs in the tour's own process / because places of widgets are
then exact, and no accessibility bus is needed / instead of the program as a child /
would change if the accessibility tree became part of what is checked.

Decision: a step that cannot be gone to its end is told, and the next one follows /
because one fault should not hide what comes after it / instead of ending there.
"""
