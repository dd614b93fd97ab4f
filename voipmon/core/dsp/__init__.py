"""Arithmetic on blocks of samples: rate conversion, mixing, limiting, fades.

Decision: a polyphase matrix product in numpy converts rates (160 -> 960 samples in
11-22 us, 2 ms of delay, 96 dB at 3.4 kHz, 110 dB at 1 kHz) instead of soxr, whose
streaming class holds back 20-160 ms in bursts. Would change if: a library streamed
with exact block sizes.

Decision: streams are mixed at 8 kHz and resampled once, because each resampler costs
about what mixing 100 streams costs. Would change if: a stream brought wide-band.
"""
