"""The *Marks and notes* tab: moments of calls, each with a line of text.

Decision: a mark points at what was heard when the key was pressed, not at what was
being said then / because behind live these differ by up to a minute, and the
supervisor marks what they heard.

Decision: marks live in memory and go with the sign-out / because who said what to
whom is the customer's / instead of a file / would change with recordings, to which
marks would belong.
"""
