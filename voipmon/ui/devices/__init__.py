"""Where calls are played: choosing the output, trying it out, the first start.

`desk` ties it to the window, `first_run` is the dialog after the first sign-in; the
settings' page is `setup.devices_page`. Both are made of `chooser` and `try_out`.

Decision: moving in the list of outputs chooses nothing, Enter or a click does / because
a customer's voice must not burst out of the loudspeakers that lie on the way / instead
of a box whose arrows choose.

Decision: an output that was chosen and is not there stays in the list, chosen / because
it is waited for, and nothing else is played on meanwhile / instead of showing the
default, on which nothing is heard.

Decision: the test sound has the master volume and is refused while everything is muted,
with the reason and "Unmute" / because what was muted on purpose stays so until somebody
says otherwise / instead of sounding in spite of it.

Decision: "I hear it" can be pressed once a test sound was handed to the device whole /
because it is what the supervisor confirms / instead of taking anybody's word.

Decision: the first start is shown after a sign-in by hand of a profile that nobody had
signed in with, once, and blocks nothing / because whoever signs in wants to hear, and
practice calls or a given token are no first start / instead of asking at every start.

Decision: of Bluetooth only what the sound server names is told (bus and profile), and
the delay as what is usual / because servers report a part of it only (PulseAudio counts
25 ms for every A2DP device) / would change if headsets told theirs.
"""
