"""The administrator's policy file: read once at the start, never written."""

from pathlib import Path

from voipmon.core.domain.policy import Policy, closed, read_policy
from voipmon.core.domain.settings import VERSION
from voipmon.core.domain.settings_steps import upgrade, version_of
from voipmon.store.toml_text import NotToml, parse, read_text


def load_policy(path: Path) -> Policy:
    """What the administrator fixed; nothing, if there is no file.

    A file that is there and cannot be read restricts as much as a policy can.
    """
    try:
        document = parse(read_text(path))
    except FileNotFoundError:
        if path.is_symlink():
            return closed(_unread(path, "it points to a file that is not there"))
        return Policy()
    except OSError as error:
        return closed(_unread(path, error.strerror or type(error).__name__))
    except NotToml as error:
        return closed(_unread(path, str(error)))
    version = version_of(document)
    if version is None or version > VERSION:
        return closed(_unread(path, "it is written for another version of voipmon"))
    return read_policy(upgrade(document, version), str(path))


def _unread(path: Path, why: str) -> str:
    return (
        f"The administrator's {path} cannot be used ({why}). "
        "Until it is put right, the strictest settings hold."
    )
