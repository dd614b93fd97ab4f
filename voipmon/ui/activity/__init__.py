"""The *Activity log* tab: what happened in this session, in order.

Decision: written from the window's state and from each card's diary, not from the
commands sent / because the log then says what was, not what was wanted.

Decision: in memory only, 2,000 lines, forgotten at the sign-out / because it names
who was listened to / instead of a file, which the audit of a later version will be.
"""
