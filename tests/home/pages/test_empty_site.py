"""A site without demo content is empty, Danish and whole."""

import pytest
from django.core.cache import cache


@pytest.mark.django_db
def test_a_fresh_site_has_an_empty_danish_home_and_help(client):
    cache.clear()
    page = client.get("/")
    assert page.status_code == 200
    assert '<html lang="da"' in page.content.decode()
    assert "Welcome" not in page.content.decode()
    assert 'href="tel:112"' in client.get("/help/").content.decode()
    assert client.get("/sitemap.xml").status_code == 200
