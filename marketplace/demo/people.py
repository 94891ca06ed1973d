"""The people of the demo: one at least for every role, with passwords that everyone may know."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from marketplace.accounts.models import StaffRole, User
from marketplace.demo.files import read_json
from marketplace.places.models import SCHEME, Commune
from marketplace.shops.models import Shop, ShopPerson

HOMES = {
    "buyer": "/account/",
    "seller": "/seller/",
    "officer": "/union/",
    "trainer": "/training/desk/",
    "manager": "/training/desk/",
    "auditor": "/training/desk/reports/",
    "finance": "/finance/",
    "admin": "/dashboard/",
}
STAFF_ROLES = ("officer", "trainer", "finance")


def demo_accounts() -> list[dict[str, str]]:
    """Role, login, password and home page of each account, as `people.json` names them."""
    return [
        {
            "role": person["role"],
            "login": person["phone"],
            "email": person["email"],
            "password": person["password"],
            "home": HOMES.get(person["role"], "/account/"),
        }
        for person in read_json("people.json")
    ]


def load_people() -> int:
    """Make or mend the demo's accounts; return how many there are."""
    people = read_json("people.json")
    for person in people:
        user = User.objects.filter(phone=person["phone"]).first() or User(phone=person["phone"])
        user.email = person["email"]
        user.full_name = person["name"]
        user.phone_verified = True
        user.is_staff = user.is_superuser = person["role"] == "admin"
        if not user.has_usable_password() or not user.check_password(person["password"]):
            user.set_password(person["password"])
        user.save()
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        if person["role"] in STAFF_ROLES:
            user.groups.add(Group.objects.get_or_create(name=person["role"])[0])
        if person["role"] in StaffRole.Kind.values:
            area = Commune.objects.get(scheme=SCHEME, code=person["area"]) if person["area"] else None
            StaffRole.objects.get_or_create(user=user, kind=person["role"], commune=area)
    return len(people)


def load_shop_people(shops: dict[str, Shop]) -> None:
    """Make each seller the owner of her shop; `shops` are by their code."""
    for person in read_json("people.json"):
        if person["shop"] in shops:
            user = User.objects.get(phone=person["phone"])
            ShopPerson.objects.get_or_create(
                shop=shops[person["shop"]], user=user, defaults={"role": ShopPerson.Role.OWNER}
            )


def training_staff() -> list[str]:
    """Who does what in training, as `load_training_demo` wants to be told: trainers, officers and their communes, …"""
    phones: dict[str, list[str]] = {}
    for person in read_json("people.json"):
        said = f"{person['phone']}:{person['area']}" if person["role"] == "officer" else person["phone"]
        phones.setdefault(person["role"], []).append(said)
    roles = ("trainer", "officer", "manager", "auditor")
    return [word for role in roles for word in (f"--{role}s", *phones[role])]
