"""Hearing again what was just said: a stream's last minute, then live again.

`ring` keeps the sound, `compress` makes it shorter at its own pitch, `pauses` finds
what need not be heard again, `replay` puts them together. What is kept is what playout
made of the stream, so gaps are bridged as they were when they were live.

Decision: 60 s of int16 in chunks of a second, taken as sound comes / because most calls
that are tapped for a moment never fill it, and because a chunk can be zeroed where it
lies; 976,000 bytes when full / instead of one array that grows, whose old copies stay
in freed memory / would change if the ring were shared between processes.

Decision: the ring begins with the first sound and stands still half a second after the
end of an ended stream / because what playout makes up after an end would push out, in a
minute, all that was said / should the stream go on after all, the time between is kept
as silence, so that places in the ring stay differences of time.

Decision: pitch periods are left out as the Sonic library does it, at places where two
are alike, with up to 60 ms of patience / because three fifths (1.25) or a third (1.5)
of the sound stays as it was. Measured on 50 s of each of five voices, distance of the
log spectrum from that of the source at the same place, in dB, and spikes of prediction
error a minute of the source's 398: at 1.25, 2.45 and 408; taken at any place 2.73;
one period where two would do 3.16; WSOLA with windows of 30 ms 3.27 and 409. At 1.5,
4.17 and 391; 4.62; 4.63; WSOLA 4.41 and 425. Length within 0.02 %, level within 0.5 dB,
quartiles of the pitch within one step of the measuring. A tick costs 0.15 ms.

Decision: fades keep the power of what is faded, by how alike the two are / because half
of what is left out is noise, which a plain cross-fade would make 3 dB quieter.

Decision: what pauses is judged from the whole minute: within 6 dB of its noise, 20 dB
below its voice, never above -41 dBFS; on a line whose pauses are digital silence, only
that / because the end of a quiet word must not be taken for a pause / would change if
hold music should be left out, too.

Decision: at a pace of 1.0 nothing is left out / because who asks for that wants to stay
as far behind as he is.

Decision: less than 20 ms behind, it is live, over a fade of 10 ms at the place in the
block where both sides are most alike / because a replay that waits for a period that
fits might wait long; what is lost is a pitch period or two, and nothing is heard twice.

Decision: meter, waveform, ten minutes' history, lag and quality are those of the live
sound, whatever is heard / because they say how the line is and what happens on it now;
how far behind live the ear is has its own figure.
"""
