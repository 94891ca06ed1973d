"""Fail when a string of the source has no Vietnamese, or one is fuzzy, has lost a placeholder or is overridden.

Extracts with Django's makemessages in a temporary copy of the sources, so the committed catalogues stay as they are.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SHARED = ["locale", "locale/oscar", "locale/allauth", "locale/django_vi"]  # LOCALE_PATHS, whose first wins
SOURCES = ["marketplace", "catalogue_ext", "training", "templates", "static/js"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


def main():
    problems = []
    for domain in ["django", "djangojs"]:
        committed = {}
        for path in catalogues(domain):
            catalog = messages(path)
            problems += [f"{path.relative_to(ROOT)}: {fault}" for m in catalog.values() if (fault := fault_of(m))]
            committed |= catalog
        problems += overridden(domain)
        problems += [
            f"not in the catalogue: {shown(m)}" for key, m in extracted(domain).items() if key not in committed
        ]
    print("\n".join(problems))
    return 1 if problems else 0


def catalogues(domain):
    name = f"locale/**/vi/LC_MESSAGES/{domain}.po"
    return sorted([*ROOT.glob(name), *ROOT.glob(f"*/{name}")])


def overridden(domain):
    """Strings of an app's own catalogue for which one of `LOCALE_PATHS` has other words: those would be shown.

    They need a context: pgettext("training", …), {% translate … context "training" %}.
    """
    shared = [path for folder in SHARED if (path := ROOT / folder / f"vi/LC_MESSAGES/{domain}.po").exists()]
    shown_words = {key: message.string for path in reversed(shared) for key, message in messages(path).items()}
    return [
        f"{path.relative_to(ROOT)}: {shown(message)} would be shown as {shown_words[key]!r}; give it a context"
        for path in ROOT.glob(f"*/locale/vi/LC_MESSAGES/{domain}.po")
        for key, message in messages(path).items()
        if shown_words.get(key, message.string) != message.string
    ]


def messages(path, locale="vi"):
    with path.open("rb") as po:
        return {(m.context, m.id): m for m in read_po(po, locale=locale) if m.id}


def extracted(domain):
    """The strings that makemessages finds in our sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("locale", "migrations", "__pycache__", "*.pyc")
                shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "-d", domain, "--no-location"]
        answer = subprocess.run(command, cwd=copy, capture_output=True, text=True)
        if answer.returncode != 0:
            sys.exit(f"makemessages did not work:\n{answer.stdout}{answer.stderr}")
        found = copy / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        return messages(found, locale=None) if found.exists() else {}


def fault_of(message):
    """What is wrong with a translation, or None."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(strings):
        return f"untranslated: {shown(message)}"
    if message.fuzzy:
        return f"fuzzy: {shown(message)}"
    # Vietnamese has one form for any number: it is held against the plural, which names the number.
    source = message.id if isinstance(message.id, str) else message.id[-1]
    if any(set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(string)) for string in strings):
        return f"other placeholders: {shown(message)}"
    return None


def shown(message):
    return repr(message.id if isinstance(message.id, str) else message.id[0])


if __name__ == "__main__":
    sys.exit(main())
