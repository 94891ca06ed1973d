"""What is done, what is missing, and whose turn it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.onboarding.models import PAPERS, Item, Requirement, ShopApplication
from marketplace.training_bridge import has_completed_onboarding

STEPS = ("you", "shop", "place", "papers", "bank")

FIELDS = {
    "you": ("full_name", "position", "phone"),
    "shop": ("legal_form", "shop_name", "sells", "sells_food", "registration_number", "tax_code"),
    "place": ("commune", "address_line"),
    "papers": (),
    "bank": ("bank_bin", "account_number", "account_holder"),
}
"""The fields of each step."""

STEP_OF = {field: step for step, fields in FIELDS.items() for field in fields} | {
    item.value: "papers" for item in PAPERS
}


@dataclass(frozen=True)
class Line:
    key: str
    label: str
    state: str
    """`done`, `missing`, `optional` or `remark` (an officer wants it changed)."""
    url: str = ""
    help: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("missing", "remark")


@dataclass(frozen=True)
class Checklist:
    application: ShopApplication
    lines: list[Line]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def is_complete(self) -> bool:
        """Nothing that is required is missing; remarks may stand, as she may see it otherwise."""
        return not any(line.state == "missing" for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.state == "done" for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.state != "optional" for line in self.lines)

    @property
    def turn(self) -> str:
        """Whose turn it is: `seller`, `union` or nobody's."""
        if self.application.is_editable:
            return "seller"
        return "union" if self.application.state == ShopApplication.State.SUBMITTED else ""

    @property
    def next_line(self) -> Line | None:
        return next(iter(self.missing), None)


def requirements_of(application: ShopApplication) -> dict[str, Requirement]:
    """What is asked of this applicant, by item; nothing before she has chosen a legal form."""
    rows = Requirement.objects.filter(legal_form=application.legal_form)
    return {row.item: row for row in rows if application.sells_food or not row.for_food_only}


def checklist_of(application: ShopApplication, requirements: dict[str, Requirement] | None = None) -> Checklist:
    """The checklist of an application: at most four queries, however much she has sent."""
    asked = requirements_of(application) if requirements is None else requirements
    remarks = set(application.remarks.filter(answered_at=None).values_list("key", flat=True))
    papers = set(application.papers.kept().values_list("kind", flat=True))
    lines = [_field_line(application, remarks, *fields) for fields in _always(application)]
    for item, row in asked.items():
        done = _has(application, item, papers)
        state = "done" if done else "missing" if row.required else "optional"
        keys = FIELDS["bank"] if item == Item.BANK_ACCOUNT else (item,)
        lines.append(
            Line(item, str(Item(item).label), "remark" if remarks & set(keys) else state, _url(item), row.help_text)
        )
    return Checklist(application, lines)


def _always(application: ShopApplication) -> list[tuple[str, str, bool, tuple[str, ...]]]:
    typed = application.typed
    return [
        ("you", _("Your name and part in the shop"), bool(application.full_name), ("full_name", "position")),
        ("phone", _("Phone number, verified by a code"), bool(application.phone_verified_at), ("phone",)),
        (
            "shop",
            _("Legal form and name of the shop"),
            bool(application.legal_form and application.shop_name and application.sells),
            ("legal_form", "shop_name", "sells", "sells_food"),
        ),
        (
            "place",
            _("Where the shop is"),
            bool(application.commune_id and application.address_line and "commune" not in typed),
            ("commune", "address_line"),
        ),
    ]


def _field_line(application, remarks: set[str], key: str, label: str, done: bool, fields: tuple[str, ...]) -> Line:
    step = "you" if key == "phone" else key
    state = "remark" if remarks & set(fields) else "done" if done else "missing"
    return Line(key, label, state, reverse("sell:step", args=[step]))


def _has(application: ShopApplication, item: str, papers: set[str]) -> bool:
    if item in (Item.REGISTRATION_NUMBER, Item.TAX_CODE):
        return bool(getattr(application, item))
    if item == Item.BANK_ACCOUNT:
        return bool(application.bank_bin and application.account_number and application.account_holder)
    if item == Item.COURSE:
        return has_completed_onboarding(application.applicant)
    return item in papers


def _url(item: str) -> str:
    if item == Item.COURSE:
        return reverse("training:courses")
    if item in PAPERS:
        return reverse("sell:step", args=["papers"]) + f"#{item}"
    return reverse("sell:step", args=["bank" if item == Item.BANK_ACCOUNT else STEP_OF.get(item, "shop")])
