"""Every door that counts: it opens until its limit, then it says so in Danish, and to others it is still open.

The rates stand in settings and their reasons in docs/permissions.md. Here each is two, so the third try is the one too
many. A new rate without a door here fails.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as standing
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from community import clock
from community.meetings.feeds import make_calendar_feed
from community.membership.invitations import invite
from community.moderation.models import Report
from community.own_data.copies import make_waiting_copies
from community.roles import Role
from forums.topics.models import Post
from home.enquiries.stamps import new_stamp
from home.models import ContactPage, HomePage
from tests.personas import World
from tests.samples import photo
from tests.tellings import company_topic, youth_board
from tests.voices import a_voice, claim

Browse = Callable[[str], Client]

#: What allauth's texts say in our words, and our own.
CODES = "Det var mange forsøg. Vent lidt, og bed så om en ny kode."
TRIES = "Det var mange forsøg. Vent lidt, og prøv så igen."
SEARCHES = "Det var mange søgninger på kort tid."
#: Doors that only programs ask: a status is all they read.
PROGRAMS = {"people_to_name", "suggest_tags", "calendar_feed"}
#: Counted, and refused to nobody.
NEVER_REFUSED = {"report_hides"}


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


def _ask(email: str, place: str = "198.51.100.4") -> Any:
    return Client().post(reverse("account_login"), {"email": email}, REMOTE_ADDR=place)


def code_from_place(world: World, browse: Browse) -> Callable[[int], Any]:
    return lambda turn: _ask("freja@example.com")


def code_to_address(world: World, browse: Browse) -> Callable[[int], Any]:
    """One address, each time from another place."""
    return lambda turn: _ask("freja@example.com", f"198.51.100.{turn}")


def many_addresses(world: World, browse: Browse) -> Callable[[int], Any]:
    """One place, each time another address."""
    return lambda turn: _ask(f"youth{turn}@example.com")


def code_typed(world: World, browse: Browse) -> Callable[[int], Any]:
    client = Client()
    client.post(reverse("account_login"), {"email": "freja@example.com"})
    return lambda turn: client.post(reverse("account_confirm_login_code"), {"code": "000000"})


def login_failed(world: World, browse: Browse) -> Callable[[int], Any]:
    """The second factor, guessed at by somebody who reads the mail of its owner."""
    TOTP.activate(world.signe, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.post(reverse("account_login"), {"email": "signe@example.com"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    assert code is not None
    client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    return lambda turn: client.post(reverse("mfa_authenticate"), {"code": "000000"})


def reauthenticate(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("signe")
    TOTP.activate(world.signe, "JBSWY3DPEHPK3PXP")
    return lambda turn: client.post(reverse("mfa_reauthenticate"), {"code": "000000"})


def webauthn_login(world: World, browse: Browse) -> Callable[[int], Any]:
    return lambda turn: Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"})


def invitation_opened(world: World, browse: Browse) -> Callable[[int], Any]:
    token = invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[1]

    def answered(turn: int) -> Any:
        typed = {"display_name": "Noor", "email": f"noor{turn}@example.com", "language": "da", "way": "code"}
        return Client().post(reverse("invitation", args=[token]), typed)

    return answered


def invitation_made(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("signe")
    page = client.get(reverse("invite", args=[world.roskilde.pk])).content.decode()
    place = re.search(r'name="place"[^>]*value="([^"]+)"|<option value="([^"]+)"', page)
    assert place is not None
    typed = {"place": place[1] or place[2], "invited_name": "Noor"}
    return lambda turn: client.post(reverse("invite", args=[world.roskilde.pk]), typed)


def portrait(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")

    def shown(turn: int) -> Any:
        picture = SimpleUploadedFile("mig.jpg", photo(), "image/jpeg")
        typed = {"display_name": "Freja", "language": "da", "picture": picture}
        return client.post(reverse("edit_profile"), typed)

    return shown


def data_copy(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")

    def asked(turn: int) -> Any:
        answer = client.post(reverse("data_copy"), follow=True)
        make_waiting_copies()
        return answer

    return asked


def search(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")
    return lambda turn: client.post(reverse("search"), {"words": "praktik"})


def suggest_tags(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")
    return lambda turn: client.get(reverse("suggest_tags", args=[youth_board(world).pk]))


def people_to_name(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")
    return lambda turn: client.get(reverse("people_to_name", args=[world.torsdagsholdet.space.pk]))


def preview_words(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")
    return lambda turn: client.post(
        reverse("preview_words", args=[world.torsdagsholdet.space.pk]), {"body": "Kanariefuglen"}
    )


def post(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")

    def told(turn: int) -> Any:
        typed = {"kind": "experience", "wish": "tried", "body": f"Kanariefuglen {turn}", "client_uuid": uuid4()}
        answer = client.post(reverse("new_topic", args=[youth_board(world).pk]), typed)
        # What is refused stays in its field.
        assert answer.status_code == 302 or "Kanariefuglen" in answer.content.decode()
        assert Post.objects.count() == min(turn, 2)
        return answer

    return told


def upload(world: World, browse: Browse) -> Callable[[int], Any]:
    client = browse("freja")
    return lambda turn: client.post(reverse("begin_upload"), {"client_uuid": uuid4(), "kind": "picture", "size": 10})


def calendar_feed(world: World, browse: Browse) -> Callable[[int], Any]:
    address = f"/calendar/{make_calendar_feed(actor=world.freja)}.ics"
    return lambda turn: Client().get(address)


def secret_address(world: World, browse: Browse) -> Callable[[int], Any]:
    token = claim(world, a_voice(world))[0]
    return lambda turn: Client().get(reverse("my_voice", args=[token]))


def enquiry(world: World, browse: Browse) -> Callable[[int], Any]:
    front = HomePage.objects.get(locale__language_code="da")
    front.add_child(instance=ContactPage(title="Kontakt", slug="kontakt", locale=front.locale))

    def written(turn: int) -> Any:
        with clock.at(clock.now() - timedelta(minutes=1)):
            stamp = new_stamp()
        typed = {"about": "other", "name": "Ida", "email": "ida@example.com", "words": "Hej", "stamp": stamp}
        return Client().post(reverse("send_enquiry"), typed)

    return written


def public_search(world: World, browse: Browse) -> Callable[[int], Any]:
    return lambda turn: Client().post(reverse("find"), {"words": "praktik"})


#: Rate -> the door it stands at, and how it is refused.
DOORS: dict[str, tuple[Callable[[World, Browse], Callable[[int], Any]], str]] = {
    "code_from_place": (code_from_place, CODES),
    "code_to_address": (code_to_address, CODES),
    "request_login_code": (many_addresses, CODES),
    "code_typed": (code_typed, CODES),
    "login_failed": (login_failed, CODES),
    "reauthenticate": (reauthenticate, TRIES),
    "webauthn_login": (webauthn_login, TRIES),
    "invitation_opened": (invitation_opened, CODES),
    "invitation_made": (invitation_made, TRIES),
    "portrait": (portrait, TRIES),
    "data_copy": (data_copy, TRIES),
    "search": (search, SEARCHES),
    "suggest_tags": (suggest_tags, ""),
    "people_to_name": (people_to_name, ""),
    "preview_words": (preview_words, "Det var mange visninger på kort tid."),
    "post": (post, "Det var mange indlæg på kort tid."),
    "upload": (upload, "Det var mange filer på kort tid."),
    "calendar_feed": (calendar_feed, ""),
    "secret_address": (secret_address, TRIES),
    "enquiry": (enquiry, "Prøv igen om en time"),
    "public_search": (public_search, SEARCHES),
}


def _two(rates: str) -> str:
    return re.sub(r"\d+(?=/\w+/)", "2", rates)


def _said(answer: Any) -> str:
    if answer["Content-Type"].startswith("application/json"):
        return str(answer.json())
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("rate", DOORS)
def test_a_door_opens_twice_and_then_says_why_not(world, browse, settings, rate):
    name = "MFA_RATE_LIMITS" if rate in settings.MFA_RATE_LIMITS else "ACCOUNT_RATE_LIMITS"
    limits = getattr(settings, name)
    setattr(settings, name, limits | {rate: _two(limits[rate])})
    door, words = DOORS[rate]
    knock = door(world, browse)
    first, second, third = (knock(turn) for turn in (1, 2, 3))
    for answer in (first, second):
        assert answer.status_code in (200, 201, 302), answer.status_code
        assert not words or words not in _said(answer)
    if rate in PROGRAMS:
        assert third.status_code == 429
    else:
        assert words in _said(third)
        assert third.status_code in (200, 422, 429)
        assert "Too Many" not in _said(third)


def test_every_rate_has_its_door():
    assert set(standing.ACCOUNT_RATE_LIMITS) | set(standing.MFA_RATE_LIMITS) == set(DOORS) | NEVER_REFUSED
    assert {rate for rate, (_door, words) in DOORS.items() if not words} == PROGRAMS


def test_saying_that_something_is_wrong_is_counted_and_never_refused(world, browse, settings):
    """After very many by one person a report hides nothing by itself any more, and is heard like all others."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"report_hides": "2/h/user"}
    tine = browse("tine")
    stories = [company_topic(world).posts.get() for _turn in range(3)]
    for story in stories:
        assert tine.post(reverse("report", args=["post", story.pk]), {"what": "names"}).status_code == 302
    assert Report.objects.count() == 3
    mona = browse("mona")
    shown = [Post.objects.get(pk=story.pk).hidden_at is None for story in stories]
    assert shown == [False, False, True]
    assert mona.get(reverse("topic", args=[stories[2].topic_id])).status_code == 200
