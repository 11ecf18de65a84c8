"""Redis goes away, and no page feels it."""

import os
from uuid import uuid4

import pytest
from allauth.core.internal.ratelimit import CACHE_LOCK_TIMEOUT, cache_lock
from django.core.cache import caches
from django.test import Client, override_settings

from tests.personas import sign_in
from tests.processes import RedisServer
from tests.support import free_port, needs


@pytest.fixture
def away():
    """The site's settings with a Redis that does not answer."""
    made = {"default": {"BACKEND": "config.caches.PatientRedisCache", "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}}
    with override_settings(CACHES=made):
        yield caches["default"]


def test_nothing_is_found_and_nothing_is_kept(away):
    away.set("ord", "hjerte")
    assert away.get("ord") is None
    assert away.get("ord", "intet") == "intet"
    assert away.get_many(["ord"]) == {}
    assert away.set_many({"ord": 1}) == ["ord"]
    assert away.add("ord", 1) is True
    assert away.delete("ord") is False
    assert away.has_key("ord") is False
    assert away.get_or_set("ord", lambda: "nyt") == "nyt"


def test_members_read_search_and_upload_and_visitors_read(away, world):
    """Each of these asks the cache: for limits that are counted, or for what is kept."""
    freja = sign_in(Client(), world.freja)
    assert freja.get("/since-last/").status_code == 200
    assert freja.post("/search/", {"q": "stolen"}).status_code == 200
    upload = {"client_uuid": "5d9f6c1e-1b7e-4d53-9a57-0d1f6f0b7a11", "kind": "picture", "size": "1000"}
    assert freja.post("/files/", upload).status_code == 201
    assert Client().get("/help/").status_code == 200
    assert Client().post("/accounts/login/", {"email": "ingen@example.com"}).status_code in (200, 302)


@needs("redis")
def test_what_comes_back_is_used_again(tmp_path, settings):
    assert os.environ["REDIS_URL"]
    with RedisServer(tmp_path) as redis:
        made = {"default": {"BACKEND": "config.caches.PatientRedisCache", "LOCATION": redis.url}}
        with override_settings(CACHES=made):
            cache = caches["default"]
            cache.set("ord", "hjerte")
            assert cache.get("ord") == "hjerte"
            redis.kill()
            assert cache.get("ord") is None
            redis.start()
            cache.set("ord", "hånd")
            assert cache.get("ord") == "hånd"


@needs("redis")
def test_a_lock_of_a_process_that_was_killed_makes_nobody_wait_for_long():
    """The process died between laying the lock that limits are counted under and taking it away."""
    made = {"default": {"BACKEND": "config.caches.PatientRedisCache", "LOCATION": os.environ["REDIS_URL"]}}
    with override_settings(CACHES=made):
        key = str(uuid4())
        assert caches["default"].add(f"{key}:lock", True, timeout=CACHE_LOCK_TIMEOUT)
        assert not caches["default"].add(f"{key}:lock", True, timeout=CACHE_LOCK_TIMEOUT)
        with cache_lock(key) as locked:
            assert locked
