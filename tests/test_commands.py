"""The commands that open, check and deploy the shop: what they say, and that they agree with each other."""

import gettext
import importlib.util
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
import yaml
from babel.messages import Message

from tests.plugins import stack

ROOT = Path(__file__).resolve().parents[1]
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Basket"
msgstr "Giỏ"

#, fuzzy
msgid "Guessed"
msgstr "Đoán"

msgid "Missing"
msgstr ""
"""


def load(path):
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def demo(*arguments, **environment):
    return subprocess.run(
        [ROOT / "bin" / "demo", *arguments], env=os.environ | environment, capture_output=True, text=True, timeout=60
    )


def test_demo_names_the_port_that_is_taken_and_how_to_choose_another():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        answer = demo(PORT=str(port))
    assert answer.returncode == 1
    assert f"Port {port} is taken" in answer.stderr
    assert "bin/demo" in answer.stderr


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_demo_refuses_what_is_no_port(port):
    answer = demo(PORT=port)
    assert answer.returncode == 1
    assert port in answer.stderr


def test_demo_says_how_it_is_used_when_it_is_asked_for_something_else():
    answer = demo("serve")
    assert answer.returncode == 1
    assert "bin/demo prepare" in answer.stderr


def test_demo_without_python_says_what_to_install(tmp_path):
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    answer = demo(PATH=str(tmp_path))
    assert answer.returncode == 1
    assert "Python 3.11" in answer.stderr


def test_translations_are_compiled_without_gettext_and_without_guesses(tmp_path):
    folder = tmp_path / "locale" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    load("bin/lib/compile_messages.py").compile_messages(tmp_path)
    with (folder / "django.mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert [translations.gettext(text) for text in ["Basket", "Guessed", "Missing"]] == ["Giỏ", "Guessed", "Missing"]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_translations_are_compiled_again_only_when_their_source_is_newer(tmp_path):
    folder = tmp_path / "locale" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(PO)
    commands = load("bin/lib/compile_messages.py")
    commands.compile_messages(tmp_path)
    assert list(commands.stale(tmp_path)) == []
    later = (folder / "django.mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert [path for path, _ in commands.stale(tmp_path)] == [source]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Basket", "Giỏ"), None),
        (Message("%(count)s baskets", "%(count)s giỏ"), None),
        (Message(("one basket", "%(count)s baskets"), ("%(count)s giỏ",)), None),
        (Message("Basket", ""), "untranslated"),
        (Message("Basket", "Giỏ", flags=["fuzzy"]), "fuzzy"),
        (Message("%(count)s baskets", "giỏ"), "other placeholders"),
        (Message("{name}’s shop", "gian hàng của {ten}"), "other placeholders"),
    ],
)
def test_a_translation_that_is_missing_guessed_or_broken_is_named(message, fault):
    found = load(".ci/check_translations.py").fault_of(message)
    assert (found or "None").split(":")[0] == str(fault)


def test_every_variable_that_the_settings_read_is_explained_in_the_example():
    read = set()
    for path in (ROOT / "marketplace" / "settings").glob("*.py"):
        text = path.read_text()
        read |= set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text)) | set(
            re.findall(r'"([A-Z_]+)" (?:not )?in env', text)
        )
    explained = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - explained - {"DEMO_DIR"} == set()


def test_every_service_of_the_server_is_watched():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}


@pytest.fixture
def bare_machine(monkeypatch):
    for name in ["DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "CHROMIUM", "BROWSER_TOOLS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(stack, "chromium_path", lambda: None)


@pytest.mark.usefixtures("bare_machine")
def test_a_bare_machine_lacks_all_five_parts():
    assert set(stack.missing_parts()) == {"postgres", "redis", "elasticsearch", "browser", "browser_tools"}


@pytest.mark.usefixtures("bare_machine")
def test_a_part_that_is_missing_is_an_error_where_the_full_stack_is_required(monkeypatch):
    monkeypatch.setenv("REQUIRE_FULL_STACK", "1")
    with pytest.raises(pytest.UsageError, match="ELASTICSEARCH_URL"):
        stack.pytest_configure(config=None)


def test_the_lint_script_refuses_a_check_it_does_not_know():
    answer = subprocess.run([ROOT / ".ci" / "lint", "speling"], capture_output=True, text=True)
    assert answer.returncode == 2
    assert "translations" in answer.stderr
