"""Calls, conferences, streams and their states, as frozen values and pure rules."""
