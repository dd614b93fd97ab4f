"""Checking, changing and writing out settings: pure functions on plain values.

A document is what a TOML file holds: tables of plain values. Each bad value costs
itself alone: it is told in one sentence, its default is used, the rest holds.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from voipmon.core.domain.settings import KEYS, PAGES, VERSION, Page, Settings

Document = dict[str, Any]
_SHOWN = 40  # characters of a bad value that a message repeats


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says.

    Attributes:
        settings: What is valid in it, defaults for the rest.
        faults: What is wrong, by "page.name" or, of a whole page, "page".
        unknown: Names that mean nothing here; kept when the file is written.
    """

    settings: Settings
    faults: dict[str, str] = {}
    unknown: tuple[str, ...] = ()

    def complaints(self, source: str) -> tuple[str, ...]:
        """One sentence for each fault, with what is used instead."""
        return tuple(
            f"{source}, {where}: {fault}, so {usual(where)} is used."
            for where, fault in self.faults.items()
        )


def read(document: Mapping[str, Any]) -> Reading:
    """Check a document of the present version, as tomllib gives it."""
    pages: dict[str, Page | dict[str, str]] = {}
    faults: dict[str, str] = {}
    unknown = [name for name in document if name not in {*PAGES, KEYS, "version"}]
    for page in (*PAGES, KEYS):
        table = document.get(page, {})
        if not isinstance(table, Mapping):
            faults[page] = f"{_quoted(table)} is not a table of settings"
            continue
        good: dict[str, Any] = {}
        for name, value in table.items():
            if page != KEYS and name not in PAGES[page].__struct_fields__:
                unknown.append(f"{page}.{name}")
                continue
            try:
                good[name] = check(page, name, value)
            except ValueError as error:
                faults[f"{page}.{name}"] = str(error)
        pages[page] = good if page == KEYS else PAGES[page](**good)
    return Reading(
        settings=Settings(**pages),  # type: ignore[arg-type]  # by name, checked above
        faults=faults,
        unknown=tuple(unknown),
    )


def usual(where: str) -> str:
    """What holds where nothing is set, in words."""
    page, _, name = where.partition(".")
    if not name:
        return "what is usual"
    return "the usual key" if page == KEYS else _quoted(default(page, name))


def check(page: str, name: str, value: object) -> Any:
    """`value` as the field's type.

    Raises:
        ValueError: It is none of the field's values; the text says which are.
        KeyError: There is no such field.
    """
    kind: Any = str if page == KEYS else _kinds(page)[name]
    try:
        found = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise ValueError(f"{_quoted(value)} is not {allowed(page, name)}") from None
    one_of = extra(page, name).get("one_of")
    if one_of and found not in one_of:
        raise ValueError(f"{_quoted(value)} is not {allowed(page, name)}")
    return found


def default(page: str, name: str) -> Any:
    """What holds where nothing is set."""
    return getattr(PAGES[page](), name)


def replace(settings: Settings, page: str, values: Mapping[str, Any]) -> Settings:
    """`settings` with some fields of one page changed.

    A key set to None is the action's usual one again.

    Raises:
        ValueError: A value is none of its field's.
        KeyError: There is no such field.
    """
    if page == KEYS:
        keys = {**settings.keys, **{k: v for k, v in values.items() if v is not None}}
        for name, value in values.items():
            if value is None:
                keys.pop(name, None)
            else:
                check(page, name, value)
        return msgspec.structs.replace(settings, keys=keys)
    checked = {name: check(page, name, value) for name, value in values.items()}
    changed = msgspec.structs.replace(getattr(settings, page), **checked)
    return msgspec.structs.replace(settings, **{page: changed})


def values(settings: Settings) -> Iterator[tuple[str, str, Any]]:
    """Page, name and plain value of every field that is not as usual."""
    for page, kind in PAGES.items():
        now, usual = getattr(settings, page), kind()
        for name in kind.__struct_fields__:
            if (value := getattr(now, name)) != getattr(usual, name):
                yield page, name, _plain(value)
    for name, keys in settings.keys.items():
        yield KEYS, name, keys


def document(settings: Settings) -> Document:
    """What a file of these settings holds: the version, and what is not as usual."""
    made: Document = {"version": VERSION}
    for page, name, value in values(settings):
        made.setdefault(page, {})[name] = value
    return made


def sentence(page: str, name: str) -> str:
    """What the field means, for a person."""
    return _meta(page, name).description or ""


def limits(page: str, name: str) -> tuple[float, float]:
    """Least and greatest value of a number."""
    found = _bare(inspect.type_info(_kinds(page)[name]))
    if not isinstance(found, inspect.IntType | inspect.FloatType):
        raise TypeError(f"{page}.{name} is no number")
    return found.ge or 0, found.le or 0


def extra(page: str, name: str) -> Mapping[str, Any]:
    """What msgspec itself does not check: `one_of`."""
    return {} if page == KEYS else _meta(page, name).extra or {}


def allowed(page: str, name: str) -> str:
    """Which values a field takes, in words: "a whole number from 0 to 8"."""
    if page == KEYS:
        return "a key in quotes"
    if one_of := extra(page, name).get("one_of"):
        return _or(one_of)
    found = _bare(inspect.type_info(_kinds(page)[name]))
    match found:
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType(ge=low, le=high):
            return f"a whole number from {low} to {high}"
        case inspect.FloatType(ge=low, le=high):
            return f"a number from {low:g} to {high:g}"
        case inspect.EnumType(cls=kind):
            return _or([choice.value for choice in kind])
        case inspect.LiteralType(values=choices):
            return _or(choices)
        case inspect.StrType():
            return "a text in quotes"
        case inspect.VarTupleType():
            return "a list as voipmon writes it"
    return "as voipmon writes it"


def _meta(page: str, name: str) -> msgspec.Meta:
    metadata = getattr(_kinds(page)[name], "__metadata__", ())
    return metadata[0] if metadata else msgspec.Meta()


def _kinds(page: str) -> dict[str, Any]:
    return PAGES[page].__annotations__


def _bare(found: inspect.Type) -> inspect.Type:
    return found.type if isinstance(found, inspect.Metadata) else found


def _or(choices: Any) -> str:
    shown = [_quoted(choice) for choice in choices]
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def _quoted(value: object) -> str:
    """As TOML writes it, shortened: a message must stay one."""
    match value:
        case bool():
            text = "true" if value else "false"
        case float():
            text = f"{value:g}"
        case str():
            text = f'"{value}"'
        case _:
            text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _plain(value: object) -> Any:
    plain = msgspec.to_builtins(value)
    return list(plain) if isinstance(plain, tuple) else plain
