"""What can be said about sound: level, envelope, listening quality.

Decision: all streams of a tick are measured as one array (100 streams: 0.05 to
0.1 ms), instead of one by one, which costs 1.7 ms.

Decision: quality is told in words from lag and concealed time, not as an estimated
opinion score: for one who only listens, delay says nothing about the call. Would
change if: the loss before the platform became visible.
"""
