import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.STATICFILES_DIRS[0])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/styleguide/", "/en/styleguide/"])
def test_the_styleguide_shows_where_the_demo_is_on(client, settings, path):
    settings.DEMO = True
    page = client.get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert 'id="card-product"' in html
    # A strict policy forbids style and script in the page.
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html)


@pytest.mark.django_db
def test_the_styleguide_is_not_for_buyers(client, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_a_way_on(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "noindex" in page.content.decode()


def test_the_look_stays_light_for_a_rural_phone():
    assert len(gzip.compress((STATIC / "css/site.css").read_bytes())) < 14_000
    assert len(gzip.compress((STATIC / "js/ui.js").read_bytes())) < 2_560
    assert sum(file.stat().st_size for file in (STATIC / "fonts").glob("*.woff2")) < 40_000


def test_every_address_in_the_stylesheet_is_a_file_of_ours():
    css = (STATIC / "css/site.css").read_text(encoding="utf-8")
    for address in re.findall(r'url\("([^"]+)"\)', css):
        assert (STATIC / "css" / address).resolve().is_file(), address


@pytest.mark.django_db
def test_the_frame_of_a_desk_marks_the_page_one_is_on(client, settings):
    settings.DEMO = True
    html = client.get("/styleguide/desk/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/styleguide/desk/"]
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html)
