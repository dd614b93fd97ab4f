"""The way through the window, step by step."""

from collections.abc import Callable

from tests.tour.eye import InterruptedTourError
from tests.tour.platform import Account
from tests.tour.report import CheckError
from tests.tour.secrecy import Watch
from tests.tour.steps_account import (
    another_platform,
    choices,
    see_list,
    see_signed_out,
    sign_in,
    sign_out,
    wrong_password,
)
from tests.tour.steps_first import first_run
from tests.tour.steps_listen import (
    add_second,
    by_keyboard,
    listen_conference,
    listen_each_encapsulation,
)
from tests.tour.steps_looks import dark_theme, link_quality
from tests.tour.steps_replay import hop, marks, replay
from tests.tour.steps_space import levelling, limiter, places, several
from tests.tour.steps_states import expire, hide_all, states, unplug
from tests.tour.steps_trouble import hang_up, kill_engine, stall
from tests.tour.steps_window import desktop, help_sheet, mute_and_panic, settings
from tests.tour.visitor import Visitor

STEPS = (
    listen_each_encapsulation,
    add_second,
    listen_conference,
    levelling,
    places,
    several,
    limiter,
    replay,
    hop,
    marks,
    stall,
    kill_engine,
    link_quality,
    dark_theme,
    hide_all,
    settings,
    help_sheet,
    by_keyboard,
    mute_and_panic,
    desktop,
    states,
    hang_up,
    expire,
    unplug,
)  # each can be taken alone, once signed in
ELSEWHERE = another_platform.__name__
_HALF = STEPS.index(link_quality)
FIRST_HALF = tuple(step.__name__ for step in STEPS[:_HALF])  # what is compared by ear
SECOND_HALF = (*(step.__name__ for step in STEPS[_HALF:]), ELSEWHERE)


def visit(
    visitor: Visitor, account: Account, watch: Watch, only: tuple[str, ...]
) -> None:
    """Walk through everything; runs on the visitor's thread.

    Args:
        visitor: Does it.
        account: To sign in with.
        watch: Looks for secrets.
        only: Names of the steps to be taken; none for all.
    """
    see_signed_out(visitor)
    choices(visitor)
    wrong_password(visitor, account)
    sign_in(visitor, account)
    if not visitor.report.going_well:
        return  # nothing more can be seen
    first_run(visitor)
    see_list(visitor)
    visitor.click_row(visitor.talks()[0])  # which no step needs to be the first for
    for step in STEPS:
        if not only or step.__name__ in only:
            take(visitor, step)
    sign_out(visitor)
    if not only or ELSEWHERE in only:
        another_platform(visitor, watch)
    keep_secrets(visitor, watch)


def take(visitor: Visitor, step: Callable[[Visitor], None]) -> None:
    """Take a step; one that cannot be gone to its end does not end the tour."""
    try:
        step(visitor)
    except InterruptedTourError:
        raise
    except Exception as error:  # noqa: BLE001 - told, and on with the next step
        name = step.__name__.replace("_", " ")
        visitor.report.fail(f"{name} to its end", f"{type(error).__name__}: {error}")


def keep_secrets(visitor: Visitor, watch: Watch) -> None:
    """After a whole run with debug logs."""
    with visitor.report.check("secrets kept") as detail:
        found, scope = watch.search()
        detail.append(scope)
        if found:
            raise CheckError(", ".join(found))
