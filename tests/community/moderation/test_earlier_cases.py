"""Whoever looks after a case reads what there was about the same person before; whoever is lent one case does not."""

import pytest
from django.urls import reverse

from community.moderation.appeals import appeal
from community.moderation.deeds import hand_over_case, hide_thing
from community.moderation.models import Case
from community.moderation.undoing import undo_deed
from tests.care import deed, deputy, held, said_about, the_case
from tests.tellings import answer, youth_topic

EARLIER = "Tidligere om Jonas"


@pytest.fixture
def topic(world):
    return youth_topic(world)


def case_about(world, topic, author="jonas", what="hurts"):
    reply = answer(world, topic, author)
    said_about(world, "freja" if author == "amina" else "amina", reply, what)
    return the_case(reply)


def earlier_on(browse, who, case):
    """What stands under the heading on the page of the case; nothing where there is none."""
    answered = browse(who).get(reverse("case", args=[case.pk]))
    assert answered.status_code == 200
    return answered.content.decode().partition(EARLIER)[2].partition("</section>")[0]


def test_the_consultant_reads_what_there_was_before_with_what_was_done(world, browse, topic):
    others = case_about(world, topic, "amina")
    before = case_about(world, topic, what="names")
    assert earlier_on(browse, "signe", before) == "", "this is the first"
    done = deed(world, "signe", hide_thing, before, **held(before))
    now = case_about(world, topic)
    found = earlier_on(browse, "signe", now)
    assert reverse("case", args=[before.pk]) in found
    assert "Nogens navn" in found or "navn" in found
    assert "Skjult" in found
    assert reverse("case", args=[others.pk]) not in found
    assert reverse("case", args=[now.pk]) not in found
    # What was taken back is said of nobody.
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get(pk=before.pk).version)
    found = earlier_on(browse, "signe", now)
    assert reverse("case", args=[before.pk]) in found
    assert "Skjult" not in found


def test_the_deputy_and_the_psychologist_read_nothing_of_them(world, browse, topic):
    deputy(world, "bo")
    before = case_about(world, topic)
    deed(world, "signe", hide_thing, before, **held(before))
    now = case_about(world, topic)
    done = deed(world, "signe", hide_thing, now, **held(now))
    # Roskilde has one consultant, so another look is the deputy's.
    appeal(actor=world.jonas, deed=done)
    deed(world, "signe", hand_over_case, now, to=world.tine)
    assert reverse("case", args=[before.pk]) in earlier_on(browse, "signe", now)
    for who in ("bo", "tine"):
        page = browse(who).get(reverse("case", args=[now.pk])).content.decode()
        assert EARLIER not in page, who
        assert reverse("case", args=[before.pk]) not in page, who
        assert browse(who).get(reverse("case", args=[before.pk])).status_code == 404, who
