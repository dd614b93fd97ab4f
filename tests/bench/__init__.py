"""The figures that the program promises, measured: `python -m tests.bench [NAME ...]`.

Each module with a `measure` function gives one or more rows of the table. Everything
is real: the engine process, the demo platform's process, a sound server whose virtual
loudspeaker is recorded from outside, and where the figure says "window" a window on a
virtual display that is clicked by the X server. Nothing asserts; a missed figure is
printed as missed, beside the load that the machine had.

One row is different: `playout` judges the playout engine in virtual time with the
referee in `tests/bench/referee`, beside the figures of other engines; `playout.md` is
what `python -m tests.bench playout --write` wrote of it.

Decision: the window runs in a process of its own that answers questions on its pipes /
because its processor time and memory are figures / instead of a window in this process,
as the tour has it / would change if the program itself answered such questions.
"""
