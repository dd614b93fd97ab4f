"""`python -m voipmon.demo`."""

import sys

from voipmon.demo.main import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
