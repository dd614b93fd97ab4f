"""The sound device through PortAudio, and what the sound server tells about it.

No sounddevice exception leaves here. One thread owns PortAudio: `keeper`'s owner.

Decision: on Linux the devices are the sound server's sinks, heard of through libpulse,
and a stream is opened on one by PULSE_SINK. Because PortAudio shows one device "pulse"
for all of them and does not notice when the server moves a stream. Instead of writing
to libpulse directly, which would be a second way to play. Would change if PortAudio's
own PulseAudio host API were in the distributions' builds.

Decision: a device that went away pauses playback until it is back or the user chooses
another. Because customers' voices must not burst out of the laptop's loudspeakers.
Instead of falling back to the new default. Would change if users could mark devices as
private, between which falling back does no harm.
"""
