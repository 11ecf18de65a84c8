"""Whoever did something too often loses nothing by it: the form comes back with all they typed, nothing is stored."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.membership.models import Invitation
from forums.topics.models import Post
from tests.samples import photo
from tests.tellings import answer, youth_board, youth_topic

pytestmark = pytest.mark.django_db
CANARY = "Kanariefuglen & vennerne"


@pytest.fixture(autouse=True)
def one_of_each(settings):
    cache.clear()
    once = {"post": "1/10m/user", "portrait": "1/h/user", "invitation_made": "1/h/user"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | once
    yield
    cache.clear()


def a_topic(world):
    typed = {"kind": "experience", "wish": "listen", "title": CANARY, "body": f"{CANARY} igen"}
    return "freja", reverse("new_topic", args=[youth_board(world).pk]), typed


def an_answer(world):
    topic = youth_topic(world)
    return "amina", reverse("post_reply", args=[topic.pk]), {"kind": "advice", "body": CANARY}


def a_changed_answer(world):
    """Changing one's words is no new post."""
    reply = answer(world, youth_topic(world), "jonas")
    return "jonas", reverse("edit_post", args=[reply.pk]), {"body": CANARY}


def a_profile(world):
    return "freja", reverse("edit_profile"), {"display_name": "Freja", "about": CANARY, "language": "da"}


def an_invitation(world):
    place = f"youth:{world.torsdagsholdet.pk}"
    return "signe", reverse("invite", args=[world.roskilde.pk]), {"place": place, "invited_name": CANARY}


def sent(browse, who, address, typed):
    more = {"client_uuid": str(uuid4())}
    if address == reverse("edit_profile"):
        more = {"picture": SimpleUploadedFile("mig.jpg", photo(), "image/jpeg")}
    return browse(who).post(address, typed | more)


def stands(answered):
    """The words as they stand in a field of the page."""
    return CANARY.replace("&", "&amp;") in answered.content.decode()


@pytest.mark.parametrize("door", [a_topic, an_answer, a_profile, an_invitation])
def test_what_was_typed_stands_in_the_form(world, browse, door):
    who, address, typed = door(world)
    first = sent(browse, who, address, {name: value.replace(CANARY, "Noget andet") for name, value in typed.items()})
    assert first.status_code in (200, 302)
    assert 'class="error"' not in first.content.decode()
    counted = Post.objects.count(), Invitation.objects.count()
    second = sent(browse, who, address, typed)
    assert "mange" in second.content.decode()
    assert second.status_code in (200, 422, 429)
    assert stands(second)
    assert (Post.objects.count(), Invitation.objects.count()) == counted
    assert CANARY not in world.freja.about
    # To others the door is open.
    cache.clear()
    third = sent(browse, who, address, typed)
    assert third.status_code in (200, 302)
    assert (Post.objects.count(), Invitation.objects.count()) != counted or world.freja.about == CANARY


def test_changing_ones_words_counts_as_no_post(world, browse):
    who, address, typed = a_changed_answer(world)
    for number in range(3):
        assert sent(browse, who, address, {"body": f"{typed['body']} {number}"}).status_code == 302
    assert Post.objects.get(position=1).body == f"{CANARY} 2"
