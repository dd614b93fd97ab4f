"""The list of pages."""

from voipmon.ui.setup.pages import PAGES


def test_each_page_has_a_name_of_its_own():
    assert len({page.id for page in PAGES}) == len(PAGES)
    assert len({page.title for page in PAGES}) == len(PAGES)


def test_account_comes_first_and_about_last():
    assert (PAGES[0].id, PAGES[-1].id) == ("account", "about")
