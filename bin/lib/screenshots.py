"""bin/screenshots: the packages, then the walk through the pages of a demo that is open (`walk.py`)."""

import subprocess
import sys

from environment import PYTHON, ROOT, ensure_packages

if __name__ == "__main__":
    try:
        ensure_packages("requirements.txt", "requirements-dev.txt")
        sys.exit(subprocess.run([PYTHON, ROOT / "bin" / "lib" / "walk.py", *sys.argv[1:]]).returncode)
    except KeyboardInterrupt:
        sys.exit(130)
