"""How good practice is listed, and what stands beside it as like it."""

import re

import pytest
from django.urls import reverse

from forums.tags.models import Tag
from tests.shared_practice import share, workplaces
from tests.tellings import answer_to

CANARY = "Kanariefuglen sidder i baglokalet"
#: Session, person, memberships; the topic, its posts, the words of reaction; the practice, where it was tried, one's
#: own workplaces and what they said; what was hidden; the like ones: spaces, words, entries, posts; the shell's marks.
QUERIES_OF_A_PRACTICE = 16
#: Session, person, memberships; boards, trades, cards, tags; the shell's marks.
QUERIES_OF_A_LIST = 8


@pytest.fixture
def places(world):
    return workplaces(world)


def test_cards_are_chosen_by_trade_and_tag(world, browse, places):
    share(world, "mona", title="Frokosten", reach="across", tags=["pauser"])
    share(world, "rashid", title="Cyklen", reach="across", tags=["makker"])
    share(world, "line", title="Bladene", reach="across", tags=["makker"])
    trade = places.skaeve_eger.trade_id
    line = browse("line")
    shown = line.get(reverse("practices") + f"?where=across&trade={trade}").content.decode()
    assert [name in shown for name in ("Frokosten", "Cyklen", "Bladene")] == [False, True, False]
    tag = Tag.objects.filter(name="makker").first()
    shown = line.get(reverse("practices") + f"?where=across&tag={tag.pk}").content.decode()
    assert [name in shown for name in ("Frokosten", "Cyklen", "Bladene")] == [False, True, True]
    for nonsense in ("?trade=x", "?tag=999999", "?tag=%00", "?where=elsewhere", "?before=x", "?trade=" + "9" * 30):
        assert line.get(reverse("practices") + nonsense).status_code == 404


def test_a_tag_of_what_one_cannot_read_does_not_exist(world, browse, places):
    share(world, "mona", tags=["kanariefugl"])
    tag = Tag.objects.get(name="kanariefugl")
    assert browse("rashid").get(f"{reverse('practices')}?tag={tag.pk}").status_code == 200
    for who in ("line", "bo", "ellen"):
        assert browse(who).get(f"{reverse('practices')}?where=across&tag={tag.pk}").status_code == 404


def test_older_cards_follow_by_key_and_none_twice(world, browse, places):
    for number in range(45):
        share(world, "mona", title=f"Kort {number}", did="Noget.")
    address, seen = reverse("practices"), []
    client = browse("rashid")
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r">Kort (\d+)</a>", html)
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = older.group(1).replace("&amp;", "&") if older else ""
    assert seen == [str(number) for number in range(44, -1, -1)]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_costs_the_same_whatever_hangs_there(world, browse, places, count, django_assert_num_queries):
    for number in range(count):
        share(world, ("mona", "rashid")[number % 2], title=f"Kort {number}", tags=["makker"], did="Noget.")
    client = browse("rashid")
    client.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        shown = client.get(reverse("practices"))
    assert shown.content.decode().count(">Kort ") == min(count, 20)


@pytest.mark.parametrize("count", [1, 3, 25])
def test_a_practice_costs_the_same_whatever_was_answered_and_is_like_it(
    world, browse, places, count, django_assert_num_queries
):
    topic = share(world, "mona", tags=["makker"])
    for number in range(count):
        answer_to(actor=world.rashid, topic=topic, body=f"Svar {number}")
        share(world, "mona", title=f"Én makker {number}", tags=["makker"])
    client = browse("rashid")
    client.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_A_PRACTICE):
        shown = client.get(reverse("topic", args=[topic.pk]))
    assert shown.content.decode().count('<article class="reply"') == count


def test_related_practice_shares_a_tag_or_a_word_and_is_read_by_the_reader(world, browse, places):
    topic = share(world, "line", reach="across", title="Frokosten i planen", tags=["pauser"])
    share(world, "mona", title=CANARY, tags=["pauser"])
    share(world, "rashid", title="Planen på tavlen", reach="across", did="Andre ord.")
    share(world, "rashid", title="Noget helt andet", reach="across", did="Andre ord.")

    def related(who):
        html = browse(who).get(reverse("topic", args=[topic.pk])).content.decode()
        aside = html[html.index("<aside") :]
        return [title for title in (CANARY, "Planen på tavlen", "Noget helt andet") if title in aside]

    assert related("line") == ["Planen på tavlen"]
    assert related("mona") == [CANARY, "Planen på tavlen"]
