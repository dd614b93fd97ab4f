"""The *Link quality* tab: ten minutes of one stream, words first, copied as text.

Decision: the judgement stands with the figure that led to it and the limit it passed
/ because a word alone is believed or not, and cannot be argued with.

Decision: a figure that nobody established is "unknown", and a stream that no device
plays is not judged / because what is on the screen is taken for measured.

Decision: the plots are made of pyqtgraph's views, axes and curves, without `PlotItem`
/ because each of those brings fifty hidden widgets for its menu, which every change
of theme had to style again: 84 ms for the window instead of 45 / would change if
people are to zoom or export.

Decision: pyqtgraph is imported by a thread that keeps the interpreter for 0.5 ms at a
time / because with the usual 5 ms the first opening held the window still for 90 ms,
so for 35 / instead of at the start, which would cost everybody 40 MB.

Decision: one plot a frame, at the first opening and after a change of theme / because
all of them at once were seen as a jerk of the waveforms.
"""
