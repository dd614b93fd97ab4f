"""The window over a scripted engine, as a program: what the reader looks at."""

import signal
import sys
from pathlib import Path

from tests.ui.scripted import ScriptedEngine
from voipmon.app import application, build, remember


def main() -> int:
    """Show it until it is terminated."""
    folder = Path(sys.argv[1])
    app = application()
    engine = ScriptedEngine()
    window = build(
        engine,
        sign_in=engine.SIGN_IN,
        kept=remember(folder, folder / "policy.toml"),
    )
    window.show()
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
