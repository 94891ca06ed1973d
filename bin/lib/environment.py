"""What bin/demo and bin/test share: the packages in .venv, the compiled translations. Standard library only."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(text):
    print(text, flush=True)


def stop(text):
    print(f"\n{text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(*command, why):
    """Run a command in the checkout; when it fails, end with what it was for."""
    if (code := subprocess.run(command, cwd=ROOT).returncode) != 0:
        stop(f"{why} did not work (exit code {code}); the lines above say more. It is safe to start again.")


@contextlib.contextmanager
def alone_in(folder):
    """Let one process at a time prepare a folder; a second one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"Another start is preparing {folder}; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure_packages(*names):
    """Bring .venv to the pinned packages of these requirements files; nothing to do costs nothing."""
    files = [ROOT / name for name in names]
    with alone_in(VENV):
        uv = shutil.which("uv")
        os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
        _ensure_venv(uv)
        stamp = VENV / f".installed-{files[-1].stem}"
        wanted = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say("Installing packages (a minute or two the first time) …")
        pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
        installer = [uv, "pip", "install", "--python", PYTHON] if uv else pip
        requirements = [argument for file in files for argument in ("-r", file)]
        run(*installer, "--quiet", *requirements, why="Installing packages")
        stamp.write_text(wanted)


def _ensure_venv(uv):
    if _answers("import sys") and (uv or _answers("import pip")):
        return
    say("Making a place for packages (.venv) …")
    for stamp in VENV.glob(".installed-*"):
        stamp.unlink()
    if uv:
        run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV, why="Making .venv")
    elif importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python cannot make environments: its venv module is not installed.\n"
            "On Debian or Ubuntu: sudo apt install python3-venv. Then start again."
        )
    else:
        run(sys.executable, "-m", "venv", VENV, why="Making .venv")


def _answers(code):
    """Does the environment's Python exist and run this?"""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def ensure_messages():
    run(PYTHON, ROOT / "bin" / "lib" / "compile_messages.py", why="Compiling the translations")
