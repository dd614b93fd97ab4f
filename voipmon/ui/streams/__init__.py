"""The session panel: a card for each listened call, four at most.

A card says how well its call is heard in a word, then in numbers; sound that was
jumped over is told for a minute with its age, and marked in the waveform. Meter,
waveform and strip show the call as it arrives, before volume, place and levelling; a
line in waveform and strip is what is heard now, while that is not the newest.

Decision: only the selected card has every control when there is no room for four /
because the keys act on that one / instead of a panel that scrolls / would change if
supervisors work with several calls at the same time by mouse.

Decision: Live is lit only while the call is heard, and live / because a lit lamp is
read as "I hear it" / instead of lit whenever nothing is replayed.

Decision: the place slider asks for steps and shows what it was given / because two
calls cannot have one slot, so the next free one may be another.

Decision: what was kept of a call is told as a replay also when the connection is lost
or the call has ended / because its sound is heard, and banner and card are asked
whether anything is / instead of "Ended" while the last seconds are played.
"""
