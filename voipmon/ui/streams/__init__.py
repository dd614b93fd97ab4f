"""The session panel: a card for each listened call, four at most.

A card says how well its call is heard in a word, then in numbers; sound that was
jumped over is told for a minute with its age, and marked in the waveform.
"""
