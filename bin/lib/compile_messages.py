"""Compile our .po files to .mo without GNU gettext; run with the environment's Python, from any folder."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def stale(root):
    for source in sorted([*root.glob("locale/**/LC_MESSAGES/*.po"), *root.glob("*/locale/**/LC_MESSAGES/*.po")]):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            yield source, compiled


def compile_messages(root=ROOT):
    """Compile what is older than its source; a half-written file is never left behind."""
    todo = list(stale(root))
    if not todo:
        return
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source, compiled in todo:
        print(f"Compiling {source.relative_to(root)}", flush=True)
        partial = compiled.with_name(f"{compiled.name}.{os.getpid()}")
        with source.open("rb") as po:
            catalog = read_po(po, locale=source.parts[-3], abort_invalid=True)
        with partial.open("wb") as mo:
            write_mo(mo, catalog)
        partial.replace(compiled)


if __name__ == "__main__":
    compile_messages(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
