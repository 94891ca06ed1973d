"""README lists the demo's accounts as they are."""

from pathlib import Path

from marketplace.demo.people import demo_accounts
from marketplace.ui.numbers import format_phone

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_readme_names_every_account_of_the_demo_and_its_password():
    for account in demo_accounts():
        row = f"| `{format_phone(account['login'])}` or `{account['email']}` |".replace("\xa0", " ")
        assert row in README, account["role"]
        assert f"`{account['password']}`" in README
