from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.resources import Call, Page
from voipmon.net.rest import PAGE_SIZE
from voipmon.services.walk import MAX_PAGES, Walk


def full(token: str, *created: float) -> Page[Call]:
    items = tuple(Call(id=str(at), created_s=at) for at in created)
    return Page(items=items, listed=PAGE_SIZE, next_token=token)


def walked(fetch, until=None) -> list[str]:
    asked = []

    def note(token: str) -> Page[Call]:
        asked.append(token)
        return fetch(token)

    walk = Walk(note, lambda: until)
    while not walk.done:
        walk.step()
    assert walk.pages == len(asked)
    return asked


def test_short_and_empty_pages_end_it():
    pages = {"": full("a"), "a": full("b"), "b": Page(listed=99, next_token="c")}
    assert walked(pages.__getitem__) == ["", "a", "b"]
    pages["b"] = Page(listed=0, next_token="")
    assert walked(pages.__getitem__) == ["", "a", "b"]
    assert walked(lambda _: full("")) == [""]


def test_old_enough_is_the_end():
    pages = {"": full("a", 90, 80), "a": full("b", 70, 60), "b": full("c", 50, 40)}
    assert walked(pages.__getitem__, 60.5) == ["", "a"]
    assert walked(lambda t: pages.get(t, Page()), None) == ["", "a", "b", "c"]


def test_server_that_repeats_a_cursor():
    assert walked(lambda _: full("same")) == ["", "same"]
    circle = {"": "a", "a": "b", "b": "c", "c": "a"}
    assert walked(lambda token: full(circle[token])) == ["", "a", "b", "c"]


def test_server_that_never_ends():
    assert len(walked(lambda token: full(f"{token}x"[-9:] + str(len(token))))) < 30
    numbers = iter(range(10**6))
    assert len(walked(lambda _: full(str(next(numbers))))) == MAX_PAGES


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd")))
def test_any_server_comes_to_an_end(links):
    walked(lambda token: full(links.get(token or "a", "")))
