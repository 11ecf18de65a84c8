"""Who sees which space: the table of design.md section 2."""

import pytest

from community.roles import GroupKind
from community.spaces.models import Space
from tests.personas import CAST

SEEN_BY = {
    "torsdagsholdet": {"freja", "amina", "signe", "tine"},
    "mandagsholdet": {"sofie", "signe", "tine"},
    "onsdagsholdet": {"yusuf", "bo"},
    "youth forum of Roskilde": {"freja", "amina", "sofie", "signe", "tine"},
    "youth forum of Horsens": {"yusuf", "bo"},
    "companies of Roskilde": {"mona", "signe", "tine"},
    "companies of Horsens": {"line", "bo"},
    "team of Roskilde": {"signe", "tine"},
    "team of Horsens": {"bo"},
}


def spaces_of(world):
    return {
        "torsdagsholdet": world.torsdagsholdet.space,
        "mandagsholdet": world.mandagsholdet.space,
        "onsdagsholdet": world.onsdagsholdet.space,
        "youth forum of Roskilde": Space.objects.get(network=world.roskilde, kind="youth_forum"),
        "youth forum of Horsens": Space.objects.get(network=world.horsens, kind="youth_forum"),
        "companies of Roskilde": world.group(world.roskilde, GroupKind.COMPANY_NETWORK).space,
        "companies of Horsens": world.group(world.horsens, GroupKind.COMPANY_NETWORK).space,
        "team of Roskilde": world.group(world.roskilde, GroupKind.TEAM).space,
        "team of Horsens": world.group(world.horsens, GroupKind.TEAM).space,
    }


@pytest.mark.parametrize("name", CAST)
def test_a_person_sees_their_spaces_and_no_others(world, name):
    person = world.who(name)
    seen = set(Space.objects.visible_to(person))
    assert {label for label, space in spaces_of(world).items() if space in seen} == {
        label for label, who in SEEN_BY.items() if name in who
    }
    assert len(Space.objects.all()) == len(SEEN_BY)


@pytest.mark.parametrize("label", SEEN_BY)
def test_readers_are_exactly_those_who_see_it(world, label):
    """The same rule asked from the other side, which recipients of notices come from."""
    space = spaces_of(world)[label]
    cast_ids = {world.people[name].pk: name for name in CAST if name != "visitor"}
    readers = {cast_ids[pk] for pk in space.readers().values_list("pk", flat=True) if pk in cast_ids}
    assert readers == SEEN_BY[label]


@pytest.mark.parametrize("label", SEEN_BY)
def test_every_space_says_who_sees_it(world, label):
    assert spaces_of(world)[label].who_sees()
