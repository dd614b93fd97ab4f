"""Arithmetic on blocks of samples: rates, places, levels, fades, and what never hurts.

The way of a heard block: `tones` and `Leveller` look at it, `Mixer` places it with a
gain and adds it up, `Upsampler` brings two channels to the device's rate, `Limiter`
holds them below the ceiling. 7 ms later than it came (1 ms of lead for the places, 2 ms
of upsampling, 4 ms of look-ahead); 0.10 ms of processor time for four streams, of which
the placing is 0.02 ms.

Decision: a polyphase matrix product in numpy converts rates (160 -> 960 samples in
11-22 us, of two channels 33 us, 2 ms of delay, 96 dB at 3.4 kHz, 110 dB at 1 kHz)
instead of soxr, whose streaming class holds back 20-160 ms in bursts. Would change if:
a library streamed with exact block sizes.

Decision: streams are mixed at 8 kHz and resampled once, because each resampler costs
about what mixing 100 streams costs. Would change if: a stream brought wide-band.

Decision: a place is one filter of 22 taps for each ear at 8 kHz, with the gain in it,
and a change is a cross-fade within one block / because all streams are then one matrix
product, delays of parts of a sample cost nothing (within 3 us of Woodworth's up to
3.4 kHz), and straight ahead is not one sample changed / instead of whole samples at
48 kHz, which needs a resampler for each stream, or measured heads, of which 8 kHz keeps
nothing that tells front from above / would change if a stream brought wide-band.

Decision: the nearer ear keeps its level, the farther one is later and, above 500 Hz,
weaker (9 dB at 3 kHz for 30 degrees) / because the better ear is what makes speech
understood, and a place must not cost any of it / instead of equal power in both /
would change if listeners asked for one beside the other.

Decision: levelling measures speech and moves at 4 dB a second of speech, for every
stream, heard or not / because a call that is hopped to should begin right, and what
moves in pauses or music is heard as pumping / instead of a compressor. Five voices at
-33 to -12 dBFS (active level of ITU-T P.56) end within 0.4 dB of -23 dBFS, and then
wander by less than 2 dB; 90 % of 10 dB takes 3 to 5 s. Would change if: the platform
told levels.

Decision: piercing tones are found in each stream by how well one sinusoid predicts it
within 20 ms, and cut in that stream alone / because a tone among four calls is then
still found, the other calls go on, and four streams cost 16 us / instead of looking for
peaks in the spectrum of the mix. In 12 minutes of speech of five voices not one
block is as pure as it takes; two-tone keypad digits pass, unless one of their tones is
8 dB above the other; ringing, dial and engaged tones pass, being below 800 Hz; a single
pure note above that, louder than -30 dBFS and longer than 80 ms, is cut, whoever plays
it. Would change if: hold music of that kind were met.

Decision: the limiter works at the device's rate / because between the samples of 8 kHz
the sound is up to some dB louder than at them, and the ceiling is a promise about what
the device gets / instead of limiting the mix, for 5 us while idle and 46 us at work /
would change if devices limited.

Decision: the test sound is made by arithmetic and added to the mix before the upsampler
/ because it then passes everything that a call passes, the limiter too, needs no file
and no rights of anybody, and costs 5 us a block while it lasts / instead of a spoken
sentence, which would need one for each language / would change with a translation.
"""
