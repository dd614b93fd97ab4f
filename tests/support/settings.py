"""Any settings that the program could have."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from voipmon.core.domain.settings import PAGES, Settings
from voipmon.core.domain.settings_rules import extra, replace

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _values(page: str, name: str) -> st.SearchStrategy[Any]:
    if one_of := extra(page, name).get("one_of"):
        return st.sampled_from(one_of)
    kind = msgspec.inspect.type_info(PAGES[page].__annotations__[name])
    return _kind(kind)


def _kind(kind: msgspec.inspect.Type) -> st.SearchStrategy[Any]:
    inspect = msgspec.inspect
    match kind:
        case inspect.Metadata(type=inner):
            return _kind(inner)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType(ge=low, le=high):
            return st.integers(low, high)
        case inspect.FloatType(ge=low, le=high):
            return st.floats(low, high)
        case inspect.EnumType(cls=choices):
            return st.sampled_from(list(choices))
        case inspect.LiteralType(values=choices):
            return st.sampled_from(choices)
        case inspect.VarTupleType(item_type=inner):
            return st.lists(_kind(inner), max_size=4).map(tuple)
        case inspect.DictType(value_type=inner):
            return st.dictionaries(_TEXT, _kind(inner), max_size=4)
        case inspect.StrType():
            return _TEXT
    raise TypeError(kind)


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    """Settings with any field changed, keys too."""
    made = Settings(keys=draw(st.dictionaries(_TEXT, _TEXT, max_size=3)))
    for page, kind in PAGES.items():
        for name in draw(st.sets(st.sampled_from(kind().__struct_fields__))):
            made = replace(made, page, {name: draw(_values(page, name))})
    return made
