"""The sign-in dialog, and what it asks to be remembered.

A typed secret lives in its field alone and leaves with the command. What is kept, if
the supervisor chooses so, is the token or access key that the platform accepted.

Decision: where there is no keychain the sign-in lasts for the session, unless a file is
chosen in so many words / because a plain file is no keychain, and only its owner can
know who else reads the disk / instead of a file as a silent substitute.

Decision: questions to the keychain are polled for in the window's tick / because they
may take a person's minutes, and everything the window learns comes by that way /
instead of signals from another thread.
"""
