"""The session panel: a card for each listened call, four at most."""
