"""The sound device through PortAudio, and what the sound server tells about it.

No sounddevice exception leaves here.
"""
