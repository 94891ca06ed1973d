"""Walks every URL of the project as every role; see `tests/permissions`."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse

from tests.permissions import rows
from tests.permissions.roles import HIDDEN, ROLES, SIGN_IN, Row, answer_of
from tests.permissions.world import build_world

pytestmark = pytest.mark.django_db

ROOMS = {
    name: importlib.import_module(f"{rows.__name__}.{name}") for __, name, __ in pkgutil.iter_modules(rows.__path__)
}
TABLE = {url: Row.of(row) for room in ROOMS.values() for url, row in room.ROWS.items()}

BACK_OFFICES = ("admin", "dashboard")
"""Django's and Oscar's: hundreds of addresses with one guard each, tested by the guard (below)."""


UNNAMED = {"dashboard/login/", "oscar/customer/notifications/"}
"""Addresses without a name that only lead on."""


def walk(resolver=None, spaces: tuple[str, ...] = (), route: str = "") -> Iterator[tuple[str, str]]:
    """Every URL as (name with its namespaces, route); one without a name goes by its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces, path)
        else:
            yield ":".join([*spaces, entry.name or path]), path


def names() -> set[str]:
    return {name for name, __ in walk() if name.partition(":")[0] not in BACK_OFFICES and name not in UNNAMED}


def test_the_table_names_every_url():
    missing = sorted(names() - TABLE.keys())
    assert not missing, f"Give each a row in tests/permissions/rows/<room>.py: {missing}"


def test_the_table_names_no_url_that_is_gone():
    assert not sorted(TABLE.keys() - names())


def test_no_url_has_two_rows():
    given = [url for room in ROOMS.values() for url in room.ROWS]
    assert len(given) == len(set(given))


@pytest.mark.parametrize("room", ROOMS)
def test_every_url_answers_every_role_as_the_table_says(room, settings):
    settings.DEMO = True
    world = build_world()
    getattr(ROOMS[room], "prepare", lambda world: None)(world)
    found, wanted = {}, {}
    for role in ROLES:
        client = Client()
        if role in world.people:
            client.force_login(world.people[role])
        for url in ROOMS[room].ROWS:
            row = TABLE[url]
            wanted[url, role] = row.answers[role]
            found[url, role] = answer_of(client.get(reverse(url, kwargs=row.kwargs and row.kwargs(world)) + row.query))
    wrong = {key: f"{found[key]}, not {wanted[key]}" for key in wanted if found[key] != wanted[key]}
    assert not wrong, "\n".join(f"{url} as {role}: {what}" for (url, role), what in wrong.items())


def back_office_urls() -> list[str]:
    """Addresses of both back offices; anything stands for their arguments, as the guard comes first."""
    found = []
    for name, space in sorted((name, name.partition(":")[0]) for name, __ in walk()):
        if space in BACK_OFFICES and "/" not in name:
            for arguments in ([], ["1"], ["1", "1"], ["shops"]):
                try:
                    found.append(reverse(name, args=arguments))
                    break
                except NoReverseMatch:
                    continue
            else:
                raise AssertionError(f"{name} takes other arguments: ask for it with them")
    return found


DOORS = {
    *("/admin/login/", "/admin/logout/", "/dashboard/login/", "/dashboard/logout/"),
    "/admin/catalogue/category/jsi18n/",
}
"""What the back offices show everybody: where one enters and leaves, and a catalogue of words."""


def turned_away(view, request) -> bool:
    try:
        return answer_of(view.func(request, *view.args, **view.kwargs)) == SIGN_IN
    except PermissionDenied:
        return True


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_the_back_offices_let_in_administrators_only(role, rf):
    user = build_world().people.get(role, AnonymousUser())
    urls = [url for url in back_office_urls() if url not in DOORS]
    assert len(urls) > 300
    let_in = []
    for url in urls:
        request = rf.get(url)
        request.user, request.session, request._messages = user, {}, CookieStorage(request)
        if not turned_away(resolve(url), request):
            let_in.append(url)
    assert not let_in


NOT_THEIRS = {
    "seller_b": (
        *(f"workspace:{name}" for name in ("step", "return", "edit", "pause", "variant", "take-back", "discard")),
        *(f"workspace:{name}" for name in ("reply", "picture", "maker", "conversation", "product")),
        *("sell:person", "sell:invitation-withdraw"),
    ),
    "officer_b": ("union:decide", "union:decide-listing", "union:shop", "union:dispute"),
}
"""What these roles may send to things of their own, and not to those of shop A and its commune."""


@pytest.mark.parametrize("room", ["workspace", "sellers", "union"])
def test_what_is_sent_to_another_shops_or_areas_things_finds_nothing(room):
    world = build_world()
    ROOMS[room].prepare(world)
    found = {}
    for role, theirs in NOT_THEIRS.items():
        client = Client()
        client.force_login(world.people[role])
        for url in ROOMS[room].ROWS:
            if url in theirs:
                address = reverse(url, kwargs=TABLE[url].kwargs(world))
                found[url] = answer_of(client.post(address, {"act": "approve", "role": "owner", "suspend": "1"}))
    assert found == dict.fromkeys(found, HIDDEN)
    assert found
