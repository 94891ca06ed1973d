"""bin/test: the packages, the translations, then pytest with the arguments given."""

import os
import subprocess
import sys

from environment import PYTHON, ROOT, ensure_messages, ensure_packages


def main(arguments):
    ensure_packages("requirements.txt", "requirements-dev.txt")
    ensure_messages()
    os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.test"
    os.chdir(ROOT)
    return subprocess.run([PYTHON, "-m", "pytest", *arguments]).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
