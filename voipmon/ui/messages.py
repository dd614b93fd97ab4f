"""What went wrong, in words: what happened - what it means - what to do. No Qt.

One entry for each `VoipmonError.kind`; a test walks the exceptions.
"""

from dataclasses import dataclass

from voipmon.core.domain.snapshot import Problem


@dataclass(frozen=True, slots=True)
class Message:
    """One trouble for a person; `details` is technical and carries no secret."""

    what: str
    meaning: str
    action: str
    details: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.what} {self.meaning} {self.action}"


_NO_SOUND = "Nothing is played."

_WORDS: dict[str, tuple[str, str, str]] = {
    "net": (
        "The server could not be used.",
        "The list and new calls are not available.",
        "Try again in a moment.",
    ),
    "net.auth": (
        "Your sign-in is no longer valid.",
        "The list is gone and no call can be opened.",
        "Sign in again.",
    ),
    "net.login": (
        "User name or password is wrong.",
        "You are not signed in.",
        "Check both, mind capital letters, and try again.",
    ),
    "net.forbidden": (
        "You may not do this.",
        "Your account lacks the right to see or hear this customer's calls.",
        "Ask an administrator.",
    ),
    "net.not-found": (
        "The server does not know this.",
        "The call is over, or the address leads to another service.",
        "Refresh the list, or check the server address.",
    ),
    "net.conflict": (
        "The server refused, because the state had changed meanwhile.",
        "The call has probably ended.",
        "Refresh the list.",
    ),
    "net.rate-limited": (
        "The server asks us to slow down.",
        "The list is updated more slowly; what you hear goes on.",
        "Nothing to do: requests go on by themselves.",
    ),
    "net.server": (
        "The server reports a fault of its own.",
        "The list may be out of date.",
        "Trying again by itself; tell the administrator if it stays.",
    ),
    "net.unreachable": (
        "The server cannot be reached.",
        "No connection to that address could be made.",
        "Check the address and your network, then try again.",
    ),
    "net.timeout": (
        "The server did not answer in time.",
        "It is overloaded, or the network loses what is sent.",
        "Try again in a moment.",
    ),
    "net.tls": (
        "The server's certificate is not trusted.",
        "Nothing was sent, because somebody else could be answering.",
        (
            "If this installation signs its own certificate, give or check its CA "
            'file or fingerprint under "Self-signed server".'
        ),
    ),
    "net.bad-answer": (
        "The answer could not be understood.",
        "This address does not seem to be a VoIPBIN server.",
        "Check the server address.",
    ),
    "net.insecure": (
        "This address is not encrypted.",
        "Your password and the calls could be read on the way, so nothing was sent.",
        "Use an address that begins with https://.",
    ),
    "net.address": (
        "This is not a server address.",
        "Nothing was sent.",
        "Enter a host name such as api.voipbin.net.",
    ),
    "net.protocol": (
        "The server sent something that is not a media stream.",
        "The stream was closed; the other calls go on.",
        "Try again; tell the administrator if it stays.",
    ),
    "audio": (
        "The sound device cannot be used.",
        _NO_SOUND,
        "Choose another output device.",
    ),
    "audio.absent": (
        "No sound device found.",
        "Everything but sound works.",
        "Connect a headset; it is used by itself.",
    ),
    "audio.busy": (
        "Another program is using the sound device.",
        _NO_SOUND,
        "Close that program or choose another device.",
    ),
    "audio.lost": (
        "The sound device was disconnected.",
        "Listening paused, nothing is played on speakers.",
        "Connect it again or choose another device.",
    ),
    "audio.refused": (
        "The sound device cannot play this kind of sound.",
        _NO_SOUND,
        "Choose another output device.",
    ),
    "store": (
        "A file could not be read or written.",
        "The choice counts for this session only.",
        "Check the free space and the rights of your home folder.",
    ),
    "store.keychain": (
        "The keychain could not be used.",
        "Your sign-in is not kept; you are asked again at the next start.",
        "Unlock the keychain, or choose otherwise at the next sign-in.",
    ),
    "store.exposed": (
        "The file with your sign-in could be read by others, so it was not used.",
        "Somebody may have copied your sign-in.",
        "Sign in again, and tell your administrator.",
    ),
    "store.profile": (
        "This cannot be a profile's name.",
        "Nothing was changed.",
        "Choose another name.",
    ),
    "demo": (
        "The practice calls could not be started.",
        "The program that plays them ended or did not answer.",
        "Start again; its own words are in the log.",
    ),
    "engine.died": (
        "The sound engine closed unexpectedly. Nothing was being sent.",
        "You heard nothing for a moment; a new one has taken over your calls.",
        "Nothing to do; tell the administrator if it happens again.",
    ),
    "streams.too-many": (
        "Too many calls are open at once.",
        "This one was not opened; those you hear go on.",
        "Leave some of them first.",
    ),
    "cli.credentials": (
        "Nobody is signed in.",
        "Nothing was asked.",
        "Give the credentials in the environment.",
    ),
    "wire": (
        "A packet could not be read.",
        "It was left out; the others go on.",
        "Nothing to do.",
    ),
    "wire.websocket": (
        "The server broke the rules of its connection.",
        "That stream was closed to be safe; the other calls go on.",
        "Try again; tell the administrator if it stays.",
    ),
    "voipmon": (
        "Something unexpected happened.",
        "What you were doing may not have worked; listening goes on.",
        "Try again, and report the details if it stays.",
    ),
}


def known(kind: str) -> bool:
    """Whether `kind` has words of its own."""
    return kind in _WORDS


def message(problem: Problem) -> Message:
    """Words for a problem; an unknown kind gets those of its family."""
    kind = problem.kind
    while kind not in _WORDS and "." in kind:
        kind = kind.rpartition(".")[0]
    what, meaning, action = _WORDS.get(kind, _WORDS["voipmon"])
    if problem.kind == "net.rate-limited" and problem.retry_after_s > 0:
        action = f"Going on by itself in {problem.retry_after_s:.0f} s."
    details = problem.detail
    if problem.status:
        details = f"HTTP {problem.status}. {details}".strip()
    return Message(what, meaning, action, details)
