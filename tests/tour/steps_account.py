"""Signing in and out, and what the list shows."""

from tests.support.demo import demo_server
from tests.tour.platform import Account
from tests.tour.report import CheckError
from tests.tour.secrecy import Watch
from tests.tour.visitor import Visitor
from voipmon.core.domain.snapshot import ResourceKind

SIGN_IN_S = 10.0
LIST_S = 15.0  # another platform may have hours of calls to page through


def see_signed_out(visitor: Visitor) -> None:
    """The window as it opens."""
    with visitor.report.check("signed out") as detail:
        visitor.see(lambda: visitor.eye.shown("sign_in_dialog"), "the dialog", 10.0)
        banner = visitor.see(visitor.read.banner, "the banner")
        detail.append(banner)
        if not banner.startswith("NOT SIGNED IN"):
            raise CheckError("the banner should say NOT SIGNED IN")


def choices(visitor: Visitor) -> None:
    """Which profile, and whether to stay signed in, where there is no keychain."""
    with visitor.report.check("profile and staying signed in") as detail:
        profile = visitor.eye.ask(lambda: visitor.read.words("profile_row"))
        visitor.see(lambda: visitor.eye.shown("keep_file"), "the choice")
        keeping = visitor.eye.ask(lambda: visitor.read.words("keeping_box"))
        detail.append(keeping)
        if "Profi&le" not in profile or "No keychain was found" not in keeping:
            raise CheckError(f"profile {profile!r}, keeping {keeping!r}")
        visitor.click("keep_file")
        hint = visitor.see(lambda: visitor.read.words("keeping_hint"), "a warning")
        detail.append(hint)
        if "not encrypted" not in hint:
            raise CheckError("the file's risk should be told")
    visitor.click("keep_session")


def wrong_password(visitor: Visitor, account: Account) -> None:
    """Refused in words; nothing is lost of what was typed."""
    if not account.password:
        visitor.report.skip("wrong password refused", "signing in with an access key")
        return
    with visitor.report.check("wrong password refused") as detail:
        visitor.fill_in(account, password="certainly-wrong")
        visitor.click("sign_in_button")
        text = visitor.see(lambda: _error(visitor), "the refusal", SIGN_IN_S)
        detail.append(text)
        if "wrong" not in text:
            raise CheckError("the words should say what is wrong")


def _error(visitor: Visitor) -> str:
    return visitor.read.words("sign_in_error")


def sign_in(visitor: Visitor, account: Account) -> None:
    """By user name and password, or by access key if that is all there is."""
    with visitor.report.check("sign in") as detail:
        if not account.password:
            _choose_access_key(visitor)
        visitor.fill_in(account)
        visitor.hand.key("Return")
        _see_signed_in(visitor, detail)


def _choose_access_key(visitor: Visitor) -> None:
    visitor.hand.key("alt+a")
    visitor.see(lambda: visitor.eye.shown("accesskey_edit"), "field for the access key")


def _see_signed_in(visitor: Visitor, detail: list[str]) -> None:
    def signed_in() -> bool:
        if text := _error(visitor):
            raise CheckError(text)
        return not visitor.eye.shown("sign_in_dialog")

    visitor.see(signed_in, "signed in", SIGN_IN_S)
    banner = visitor.see(
        lambda: (text := visitor.read.banner()).startswith("NOBODY CAN HEAR") and text,
        "NOBODY CAN HEAR YOU",
    )
    detail.append(str(banner))


def see_list(visitor: Visitor) -> None:
    """Calls and conferences, updated."""
    with visitor.report.check("list of calls") as detail:
        rows = visitor.see(visitor.read.rows, "rows in the table", LIST_S)
        visitor.talks()
        link = visitor.see(
            lambda: (
                (text := visitor.read.words("link_label")).startswith("Updated")
                and text
            ),
            "'Updated ... ago'",
        )
        rows = visitor.eye.ask(visitor.read.rows)
        calls = sum(row.kind is ResourceKind.CALL for row in rows)
        detail.append(f"{calls} calls, {len(rows) - calls} conferences, {link!s}")
        if visitor.demo is not None and calls == len(rows):
            raise CheckError("no conference in the list")


def sign_out(visitor: Visitor) -> None:
    """Everything is closed and silent."""
    with visitor.report.check("sign out") as detail:
        visitor.click("account_button")
        banner = visitor.see(
            lambda: (
                (text := visitor.read.banner()).startswith("NOT SIGNED IN") and text
            ),
            "NOT SIGNED IN",
        )
        detail.append(str(banner))
        visitor.see(lambda: not visitor.read.cards(), "no card left")
        visitor.see(lambda: not visitor.read.rows(), "no row left")
        visitor.silence()


def another_platform(visitor: Visitor, watch: Watch) -> None:
    """One that sends PCM16 instead of mu-law, by access key, without the mouse."""
    name = "access key and PCM16"
    if visitor.demo is None:
        visitor.report.skip(name, "needs a demo platform")
        return
    with (
        demo_server("--profile", "head-l16") as demo,
        visitor.report.check(name) as detail,
    ):
        first, visitor.demo = visitor.demo, demo
        watch.add("second access key", demo.accesskey)
        try:
            if not visitor.eye.ask(lambda: visitor.eye.shown("sign_in_dialog")):
                visitor.hand.key("alt+i")
            visitor.see(lambda: visitor.eye.shown("sign_in_dialog"), "the dialog")
            _choose_access_key(visitor)
            visitor.fill_in(Account(server=demo.url, accesskey=demo.accesskey))
            visitor.hand.key("Return")
            _see_signed_in(visitor, detail)
            talks = visitor.talks()
            visitor.click_row(talks[0])
            card = visitor.heard_card(talks[0])
            detail.append(card.technical)
            detail.append(visitor.hear(talks[0]))
            if "PCM16" not in card.technical:
                raise CheckError("the codec should be PCM16")
        finally:
            visitor.demo = first
