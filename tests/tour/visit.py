"""The way through the window, step by step."""

from tests.tour.platform import Account
from tests.tour.report import CheckError
from tests.tour.secrecy import Watch
from tests.tour.steps_account import (
    another_platform,
    see_list,
    see_signed_out,
    sign_in,
    sign_out,
    wrong_password,
)
from tests.tour.steps_listen import (
    add_second,
    by_keyboard,
    listen_conference,
    listen_each_encapsulation,
)
from tests.tour.steps_looks import dark_theme, link_quality
from tests.tour.steps_trouble import hang_up, kill_engine, stall
from tests.tour.visitor import Visitor


def visit(visitor: Visitor, account: Account, watch: Watch) -> None:
    """Walk through everything; runs on the visitor's thread."""
    see_signed_out(visitor)
    wrong_password(visitor, account)
    sign_in(visitor, account)
    if not visitor.report.going_well:
        return  # nothing more can be seen
    see_list(visitor)
    listen_each_encapsulation(visitor)
    add_second(visitor)
    listen_conference(visitor)
    stall(visitor)
    kill_engine(visitor)
    link_quality(visitor)
    dark_theme(visitor)
    by_keyboard(visitor)
    hang_up(visitor)
    sign_out(visitor)
    another_platform(visitor, watch)
    keep_secrets(visitor, watch)


def keep_secrets(visitor: Visitor, watch: Watch) -> None:
    """After a whole run with debug logs."""
    with visitor.report.check("secrets kept") as detail:
        found, scope = watch.search()
        detail.append(scope)
        if found:
            raise CheckError(", ".join(found))
