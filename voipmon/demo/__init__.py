"""A protocol-faithful VoIPBIN on loopback, for trials and tests.

Shares only core with the program, so that a misreading cannot hide on both sides.
"""
