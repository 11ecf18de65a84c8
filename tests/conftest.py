"""Persona fixtures, and what every test may lean on."""

import pytest
from django.test import Client

from tests.personas import World, build_world


@pytest.fixture
def world(db) -> World:
    """Two networks with their people; see tests/personas.py."""
    return build_world()


@pytest.fixture
def browse(world):
    """`browse("freja")` is a client signed in as Freja, both factors done; "visitor" is signed out."""

    def sign_in(name: str) -> Client:
        client = Client()
        if name != "visitor":
            client.force_login(world.people[name])
        return client

    return sign_in
