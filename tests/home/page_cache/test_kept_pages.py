"""Visitors get what was drawn before, while nothing in it has changed; no moment longer, and never another's."""

import gzip
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone

from community import clock
from home.models import Consent, HelpLine, HomePage, PublicMark, PublicPage, ScanCount, StandardPage
from home.page_cache.kept import Fit, Kept, KeptPagesMiddleware, Shelf, kept_for_visitors, present_mark, shelf
from home.page_cache.watching import lay_watches, lift_watches, watched
from home.pages.operations import editors_group
from home.testimonials.consents import change_consent, hide_voice, present_consent, show_voice, withdraw_consent
from home.testimonials.models import NameForm
from tests.personas import sign_in
from tests.voices import NAME, QUOTE, QUOTE_EN, shared

FROM_PAPER = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
#: What public pages never show, and why nothing there gives a new mark.
NOT_SHOWN = {
    "Claim": "addresses of those who spoke",
    "ConsentWording": "only people with a personal address read it",
    "Edition": "paper",
    "EditionPlace": "paper",
    "Feed": "the feed's own bookkeeping; its name is given once and never changes",
    "IssuedSound": "made of a sound and its episode, which are watched",
    "PublicMark": "the mark itself",
    "PublicRendition": "made of a picture, which is watched",
    "ScanCount": "never public",
    "Enquiry": "read at a desk, never public",
    "LineCheck": "that the editors were asked, never public",
    "StoryOffer": "never public",
}

pytestmark = pytest.mark.usefixtures("public_site")

ADDRESSES = ["/", "/en/", "/om/teamet/", "/fortaellinger/", "/podcast/", "/help/", "/en/help/"]


def words(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_visitor_costs_one_query_and_gets_the_same(address, django_assert_num_queries):
    first = Client().get(address)
    with django_assert_num_queries(1):
        second = Client().get(address)
    assert second.content == first.content
    assert second.status_code == 200
    # The id of the request is its own; the rest is the same.
    assert dict(second.headers) | {"X-Request-ID": ""} == dict(first.headers) | {"X-Request-ID": ""}
    assert second["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(second["Vary"].split(", "))


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_it_already_is_told_so_and_gets_no_bytes(address):
    tag = Client().get(address)["ETag"]
    answer = Client().get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert Client().get(address, headers={"If-None-Match": 'W/"another"'}).status_code == 200
    # Also before it was drawn by this process, and where it is drawn each time.
    shelf.clear()
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    tag = Client().get(address + "?x=1")["ETag"]
    assert Client().get(address + "?x=1", headers={"If-None-Match": tag}).status_code == 304


def test_it_travels_small_and_whole():
    plain = Client().get("/")
    for _turn in range(2):
        packed = Client().get("/", headers={"Accept-Encoding": "br;q=1, gzip;q=0.8"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 2
        assert packed["ETag"] == plain["ETag"]
    assert "Content-Encoding" not in Client().get("/", headers={"Accept-Encoding": "br"})
    head = Client().head("/")
    assert (head.status_code, head["ETag"]) == (200, plain["ETag"])


def test_a_language_has_pages_of_its_own():
    assert '<html lang="da"' in words("/help/")
    assert '<html lang="en"' in words("/en/help/")
    assert '<html lang="da"' in words("/help/")
    # What a browser once chose changes nothing on a public page.
    english = Client()
    english.cookies["django_language"] = "en"
    assert words("/help/", english) == words("/help/")


# --- whose page it is -------------------------------------------------------------------------------------------------
def test_who_is_signed_in_neither_gets_it_nor_leaves_it(world):
    world.karla.groups.add(editors_group())
    editor, youth = sign_in(Client(), world.karla), sign_in(Client(), world.freja)
    for turn in range(2):
        for address in ("/", "/fortaellinger/", "/help/"):
            own = editor.get(address)
            assert "no-store" in own["Cache-Control"]
            assert "ETag" not in own
            assert ("wagtail-userbar" in own.content.decode()) == (address != "/help/")
            assert "Til netværket" in words(address, youth), (turn, address)
            assert "wagtail-userbar" not in words(address, youth)
            visitor = words(address)
            assert "wagtail-userbar" not in visitor
            assert "Til netværket" not in visitor
            assert "Log ind" in visitor


def test_a_message_for_one_visitor_is_read_by_nobody_else(voice):
    """Without an account too: here somebody has just changed where their own voice is shown."""
    _testimonial, _held, token = voice
    words("/")
    person = Client()
    choice = {"scopes": ["site_da", "site_en"], "name_form": "role"}
    assert person.post(f"/my-voice/{token}/change/", choice).status_code == 302
    message = "Det er rettet. Det, du lukkede"
    assert [message in words("/", one) for one in (Client(), person, Client(), person)] == [False, True, False, False]


def test_pages_with_words_in_their_address_are_drawn_each_time():
    before = shelf.weight
    for number in range(3):
        answer = Client().get(f"/fortaellinger/?who=youth&x={number}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-cache"
    assert shelf.weight == before


def test_what_is_not_there_takes_no_place():
    before = shelf.weight
    assert Client().get("/findes-ikke/").status_code == 404
    assert Client().get("/k/zzzzz").status_code == 404
    assert shelf.weight == before


def test_the_shelf_has_an_end():
    small = Shelf(most=5)
    for number, size in enumerate((2, 2, 2)):
        small.put((number,), _kept(b"x" * size))
    assert (small.find((0,)), bool(small.find((2,))), small.weight) == (None, True, 4)
    small.put((2,), _kept(b"xyz"))
    assert small.weight == 5


def _kept(body: bytes):
    return Kept(Fit("mark", timezone.now(), None, None), 200, {}, body, b"", "tag")


# --- what has changed -------------------------------------------------------------------------------------------------
def test_whatever_changes_is_seen_at_once():
    page = PublicPage.objects.get(slug="for-unge").specific
    addresses = ("/", "/for-unge/", "/kontakt/")

    def seen(text: str) -> list[bool]:
        return [text in words(address) for address in addresses]

    assert seen("Hej, Kanariefugl") == [False] * 3
    page.title = page.menu_title = "Hej, Kanariefugl"
    page.save_revision()
    assert seen("Hej, Kanariefugl") == [False] * 3, "a draft"
    page.save_revision().publish()
    assert seen("Hej, Kanariefugl") == [True] * 3
    # By hand, as another process or a line of SQL would, knowing nothing of what this process keeps.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE home_publicpage SET menu_title = %s WHERE page_ptr_id = %s", ["Hej, Isfugl", page.pk])
    assert seen("Hej, Isfugl") == [True] * 3
    page.unpublish()
    assert Client().get("/for-unge/").status_code == 404
    assert seen("Hej, Isfugl") == [False] * 3
    page.refresh_from_db()
    page.save_revision().publish()
    assert Client().get("/for-unge/").status_code == 200
    PublicPage.objects.get(pk=page.pk).delete()
    assert Client().get("/for-unge/").status_code == 404


def test_help_lines_are_what_they_are_now():
    line = HelpLine.objects.get(locale__language_code="da", number="1888")
    assert "1888" in words("/help/")
    HelpLine.objects.filter(pk=line.pk).update(number="1889")
    assert "1889" in words("/help/")
    assert "1889" not in words("/en/help/")
    # A line that nobody has checked for long is marked as such, by the clock alone.
    HelpLine.objects.update(reviewed_on=clock.now().date())
    fresh = words("/help/")
    with clock.at(clock.now() + timedelta(days=92)):
        assert words("/help/") != fresh
    assert words("/help/") == fresh


def test_what_is_taken_back_with_the_transaction_was_never_seen():
    before = words("/")
    mark = present_mark()
    with transaction.atomic():
        HomePage.objects.update(headline="Kanariefugl")
        assert "Kanariefugl" in words("/")
        transaction.set_rollback(True)
    assert present_mark() == mark
    assert words("/") == before


def test_a_change_while_a_page_is_drawn_makes_it_unfit_to_be_kept():
    """The one that was being drawn shows what was; nobody after the change gets it."""
    page = StandardPage.objects.get(slug="om")
    drawn = []

    @kept_for_visitors
    def slow(request):
        title = StandardPage.objects.get(pk=page.pk).title
        drawn.append(title)
        if len(drawn) == 1:
            StandardPage.objects.filter(pk=page.pk).update(title="Nyt navn")
        return HttpResponse(title)

    assert asked(slow).content.decode() == page.title
    assert [asked(slow).content.decode() for _turn in range(3)] == ["Nyt navn"] * 3
    assert drawn == [page.title, "Nyt navn"]


def asked(view) -> HttpResponse:
    return KeptPagesMiddleware(view)(RequestFactory().get("/slow/"))


def test_a_page_that_gives_a_cookie_or_holds_a_form_token_is_one_visitors_own():
    drawn = []

    @kept_for_visitors
    def with_cookie(request):
        drawn.append("cookie")
        answer = HttpResponse("Til dig")
        answer.set_cookie("own", "1")
        return answer

    @kept_for_visitors
    def with_token(request):
        drawn.append("token")
        return HttpResponse(get_token(request))

    for view in (with_cookie, with_token):
        for _turn in range(2):
            answer = asked(view)
            assert answer["Cache-Control"] == "private, no-cache"
            assert "ETag" not in answer
    assert drawn == ["cookie"] * 2 + ["token"] * 2
    assert shelf.weight == 0


# --- voices -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def voice(world):
    testimonial, token, held = shared(world)
    return testimonial, held, token


def shown(code: str) -> list[bool]:
    """Whether its words or its person's name stand on its pages and in the lists of both languages."""
    return [any(text in words(place) for text in (QUOTE, QUOTE_EN, NAME)) for place in places(code)]


def places(code: str) -> list[str]:
    return [f"/k/{code}", f"/en/k/{code}", "/fortaellinger/", "/en/stories/"]


def test_hidden_withdrawn_and_shown_again_holds_from_the_next_visit(voice):
    testimonial, held, _token = voice
    for _turn in range(2):
        assert shown(testimonial.code) == [True] * 4
    hide_voice(claim=held)
    assert shown(testimonial.code) == [False] * 4
    assert Client().get(f"/k/{testimonial.code}").status_code == 410
    show_voice(claim=held)
    assert shown(testimonial.code) == [True] * 4
    withdraw_consent(claim=held)
    assert shown(testimonial.code) == [False] * 4
    for _turn in range(2):
        answer = Client().get(f"/k/{testimonial.code}")
        assert answer.status_code == 410
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_clock_alone_opens_renames_and_ends(world):
    testimonial, _token, held = shared(world, since=timedelta(hours=1))
    consent = Consent.objects.get(testimonial=testimonial)
    place, now = "/fortaellinger/", clock.now()

    def seen(at) -> bool:
        with clock.at(at):
            return QUOTE in words(place)

    second = timedelta(seconds=1)
    assert [seen(at) for at in (now, consent.opens_at - second, consent.opens_at)] == [False, False, True]
    assert [seen(at) for at in (consent.expires_at - second, consent.expires_at)] == [True, False]
    # A more open name rests for 72 hours, a tick too; what closes holds at once.
    page, after = f"/k/{testimonial.code}", consent.opens_at + timedelta(days=1)
    with clock.at(after):
        assert NAME in words(page)
        change_consent(claim=held, scopes=("site_da",), name_form=NameForm.ROLE)
        assert NAME not in words(page)
        assert "Roskilde" not in words(page)
        change_consent(
            claim=held, scopes=("site_da", "municipality"), name_form=NameForm.FIRST_NAME, shown_name="Isfugl"
        )
    for at, seen_now in (
        (after, False),
        (after + timedelta(hours=72) - second, False),
        (after + timedelta(hours=72), True),
    ):
        with clock.at(at):
            assert ("Isfugl" in words(page), "Roskilde" in words(page)) == (seen_now, seen_now)


def test_a_quoted_voice_leaves_the_front_page_by_the_clock(voice):
    testimonial, _held, _token = voice
    HomePage.objects.filter(locale__language_code="da").update(quoted=testimonial)
    assert "Kanariefuglen" in words("/")
    with clock.at(present_consent(testimonial).expires_at):
        assert "Kanariefuglen" not in words("/")


def test_every_visit_from_paper_is_counted_though_the_page_is_drawn_once(voice, world):
    testimonial, held, _token = voice
    for _visit in range(3):
        tag = Client().get(f"/k/{testimonial.code}", headers=FROM_PAPER)["ETag"]
    Client().get(f"/k/{testimonial.code}", headers=FROM_PAPER | {"If-None-Match": tag})
    Client().get(f"/k/{testimonial.code}", headers=FROM_PAPER | {"Referer": "http://testserver/fortaellinger/"})
    assert ScanCount.objects.get(testimonial=testimonial).number == 4
    sign_in(Client(), world.freja).get(f"/k/{testimonial.code}", headers=FROM_PAPER)
    assert ScanCount.objects.get(testimonial=testimonial).number == 5
    withdraw_consent(claim=held)
    assert Client().get(f"/k/{testimonial.code}", headers=FROM_PAPER).status_code == 410
    assert ScanCount.objects.get(testimonial=testimonial).number == 5


# --- the triggers -----------------------------------------------------------------------------------------------------
def test_everything_of_the_public_side_is_watched_or_named_here():
    ours = {model.__name__ for model in apps.get_app_config("home").get_models()}
    seen = {model.__name__ for model in watched() if model._meta.app_label == "home"}
    assert ours - seen == set(NOT_SHOWN)


@pytest.mark.parametrize("model", watched(), ids=lambda model: model._meta.label)
def test_every_watched_table_gives_a_new_mark(model):
    row = model.objects.first()
    if row is None:
        # Where the demonstration has none, the trigger's standing is held by the test below.
        return
    mark = present_mark()
    with connection.cursor() as cursor:
        column = connection.ops.quote_name(model._meta.pk.column)
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE {column} = %s", [row.pk])
    assert present_mark() != mark


def test_triggers_that_a_migration_lost_are_laid_again():
    lift_watches(connection)
    mark = present_mark()
    HomePage.objects.update(headline="Uset")
    assert present_mark() == mark
    call_command("migrate", verbosity=0)
    HomePage.objects.update(headline="Set")
    assert present_mark() != mark
    lay_watches(connection)


def test_without_a_mark_nothing_is_kept(django_assert_num_queries):
    PublicMark.objects.all().delete()
    Client().get("/privatliv/")
    assert shelf.weight == 0
    HomePage.objects.update(headline="Kanariefugl")
    assert "Kanariefugl" in words("/")
