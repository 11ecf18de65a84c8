"""Words of a voice that an editor typed into a page: beyond the consents, so they are looked for when a yes is taken
back, and those who keep the pages are told until they are gone."""

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Revision

from community.activity.models import ActivityRecord
from community.jobs import jobs
from community.notifications.models import Notification
from community.people.policy import editors
from home.models import StandardPage
from home.testimonials.consents import withdraw_consent
from home.testimonials.models import Testimonial as Voice
from tests.personas import sign_in
from tests.voices import QUOTE, a_voice, claim, shared

CHIP = "Står stadig på en side, skrevet ind med hånden"
SHORT = "Tak for det hele"


@pytest.fixture
def pages(public_site):
    return StandardPage.objects.get(slug="om"), StandardPage.objects.get(slug="fremtid")


def write(page: StandardPage, *body: tuple[str, str]) -> None:
    page.body = list(body)
    page.save_revision().publish()


def versions_with(words: str) -> list[int]:
    return [one.pk for one in Revision.page_revisions.all() if words in str(one.content)]


def test_old_versions_are_deleted_and_the_page_that_shows_them_is_named(world, pages):
    about, future = pages
    voice, _token, held = shared(world)
    write(about, ("quote", QUOTE))
    write(about, ("text", "<p>Helt almindelige ord.</p>"))
    write(future, ("text", f"<p>Før.</p><p>{QUOTE}</p><p>Efter.</p>"))
    withdraw_consent(claim=held)
    assert Voice.objects.get(pk=voice.pk).strays == [future.title]
    assert not Revision.page_revisions.filter(pk__in=versions_with(QUOTE), object_id=str(about.pk)).exists()
    assert future.title in sign_in(Client(), world.karla).get(f"/voices/{voice.code}/").content.decode()


def test_the_part_that_a_front_page_shows_is_looked_for_too(world, pages):
    about, _future = pages
    voice, _token, held = shared(world)
    write(about, ("text", "<p>Kanariefuglen fandt sin plads, sagde hun.</p>"))
    withdraw_consent(claim=held)
    assert Voice.objects.get(pk=voice.pk).strays == [about.title]


def test_the_editors_are_told_and_it_stands_on_top_of_the_desk_until_it_is_gone(world, pages, client):
    about, _future = pages
    before = a_voice(world)
    voice, _token, held = shared(world)
    write(about, ("quote", QUOTE))
    karla = sign_in(Client(), world.karla)
    assert CHIP not in karla.get("/voices/").content.decode()
    withdraw_consent(claim=held)
    notices = Notification.objects.filter(kind="voice_strays_found")
    assert {notice.recipient_id for notice in notices} == set(editors().values_list("pk", flat=True))
    assert {notice.subject_id for notice in notices} == {voice.pk}
    told = karla.get("/notifications/").content.decode()
    assert "Ord, som nogen har trukket tilbage, står stadig på en side" in told
    assert QUOTE not in told
    page = karla.get("/voices/").content.decode()
    assert CHIP in page
    assert page.index(f"/voices/{voice.code}/") < page.index(f"/voices/{before.code}/")

    # Another change of the page that leaves them standing is not enough.
    write(about, ("quote", QUOTE), ("text", "<p>Mere.</p>"))
    jobs["note_consents_that_ran_out"].call()
    assert CHIP in karla.get("/voices/").content.decode()
    assert QUOTE in client.get(about.url).content.decode()

    write(about, ("text", "<p>Mere.</p>"))
    jobs["note_consents_that_ran_out"].call()
    assert CHIP not in karla.get("/voices/").content.decode()
    assert versions_with(QUOTE) == []
    voice = Voice.objects.get(pk=voice.pk)
    assert (voice.strays, voice.stray_prints) == ([], None)
    assert "Ordene står ikke på nogen side mere" in karla.get(f"/voices/{voice.code}/").content.decode()
    assert "Ord, som nogen har trukket tilbage" not in karla.get("/notifications/").content.decode()
    assert ActivityRecord.objects.filter(kind="voice_strays_gone").count() == 1
    jobs["note_consents_that_ran_out"].call()
    assert ActivityRecord.objects.filter(kind="voice_strays_gone").count() == 1
    assert not [one for one in mail.outbox if QUOTE in one.body]


def test_by_what_the_words_are_known_again_nobody_can_read_them(world, pages):
    about, _future = pages
    voice, _token, held = shared(world)
    write(about, ("quote", QUOTE))
    withdraw_consent(claim=held)
    kept = str(Voice.objects.get(pk=voice.pk).stray_prints).casefold()
    assert kept != "none"
    assert not [word for word in QUOTE.casefold().split() if len(word) > 4 and word in kept]


def test_short_words_and_parts_of_words_are_anybodys(world, pages):
    """A page's past is not deleted because somebody said "thank you"."""
    about, future = pages
    voice = a_voice(world, quote=SHORT, excerpt="", transcript=f"0:00 {SHORT}", quote_en="", excerpt_en="")
    longer = a_voice(world, quote="det er mit arbejde her", excerpt="", transcript="", sound=None)
    write(about, ("text", f"<p>{SHORT}, sagde vi.</p>"))
    write(about, ("text", "<p>Nye ord.</p>"))
    write(future, ("text", "<p>Nuet er mit. Huldet er mit arbejde herhen.</p>"))
    before = Revision.page_revisions.count()
    for one in (voice, longer):
        withdraw_consent(claim=claim(world, one)[1])
        assert Voice.objects.get(pk=one.pk).strays == []
    assert Revision.page_revisions.count() == before
    assert versions_with(SHORT)
    assert not Notification.objects.filter(kind="voice_strays_found").exists()
