"""What a composer asks of the server, and quoting."""

import pytest
from django.urls import reverse

from forums.topics.models import Post, Topic
from forums.topics.operations import post_topic
from forums.topics.quoting import QUOTE_LIMIT
from forums.writing.operations import remove_post
from tests.tellings import answer_to
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def topic(world):
    board = world.torsdagsholdet.space.board
    return post_topic(actor=world.freja, board=board, kind="question", title="Hvem ved noget?", body="Om **trapper**.")


def field(page) -> str:
    return page.content.decode().partition('name="body"')[2].partition("</textarea>")[0].partition(">")[2].lstrip("\n")


def test_the_look_is_what_will_stand_there_and_stores_nothing(world, browse):
    space = world.torsdagsholdet.space
    body = "**Hej** @Jonas og @Mona <b>\n- sko"
    look = browse("freja").post(reverse("preview_words", args=[space.pk]), {"body": body}).content.decode()
    assert look == (
        '<p><strong>Hej</strong> <strong class="at">@Jonas</strong> og @Mona &lt;b&gt;</p><ul><li>sko</li></ul>'
    )
    assert not Topic.objects.exists()
    topic = post_topic(actor=world.freja, board=space.board, kind="question", title="Ens", body=body)
    assert topic.posts.get().html == look


def test_a_look_at_too_much_says_so(world, browse):
    answer = browse("freja").post(
        reverse("preview_words", args=[world.torsdagsholdet.space.pk]), {"body": "x" * 20_001}
    )
    assert answer.status_code == 422
    assert "Kan du dele det i to?" in answer.content.decode()


def test_every_face_has_a_name_of_its_own(browse, world):
    page = browse("freja").get(reverse("emoji_picker")).content.decode()
    names = [part.partition('"')[0] for part in page.split('aria-label="')[1:]]
    assert page.count("data-emoji=") > 60
    assert len(names) == len(set(names))


def test_the_composers_stand_whole_without_scripts(world, browse, topic):
    for path in (reverse("new_topic", args=[topic.board_id]), reverse("topic", args=[topic.pk])):
        page = browse("amina").get(path).content.decode()
        assert page.count('<textarea name="body"') == 1
        assert page.count('name="meant"') == 1
        # What needs a script is in the template that only a script opens.
        before, _template, after = page.partition('<template id="writing-help">')
        assert 'role="toolbar"' not in before + after.partition("</template>")[2]


def test_a_quote_begins_the_answer(world, browse, topic):
    answer_to(actor=world.jonas, topic=topic, body="> gammelt citat\nTag trappen.\nDen er kort.")
    page = browse("amina").get(reverse("topic", args=[topic.pk]) + "?quote=1")
    assert field(page) == "&gt; Jonas skrev:\n&gt; Tag trappen.\n&gt; Den er kort.\n\n"
    assert field(browse("amina").get(reverse("topic", args=[topic.pk]) + "?quote=0")).endswith(
        "&gt; Om **trapper**.\n\n"
    )


def test_a_long_quote_is_cut_and_a_title_alone_is_quoted(world, browse, topic):
    answer_to(actor=world.jonas, topic=topic, body="æ" * 2_000)
    assert len(field(browse("amina").get(reverse("topic", args=[topic.pk]) + "?quote=1"))) < QUOTE_LIMIT + 50
    short = post_topic(actor=world.freja, board=topic.board, kind="question", title="Kun en linje?")
    assert "&gt; Kun en linje?" in field(browse("amina").get(reverse("topic", args=[short.pk]) + "?quote=0"))


def test_what_is_gone_or_a_letter_is_not_quoted(world, browse, topic):
    post = answer_to(actor=world.jonas, topic=topic, body="CANARY")
    answer_to(actor=world.amina, topic=topic, body="Efter.")
    witness_topic(actor=world.jonas, topic=topic, words={"expression": "CANARY"})
    remove_post(actor=world.jonas, post=post)
    for position in (1, 3, 9):
        page = browse("amina").get(reverse("topic", args=[topic.pk]) + f"?quote={position}")
        assert (page.status_code, field(page)) == (200, "")
    letter = Post.objects.get(kind="witness")
    page = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "?quote=2#answer" in page
    assert f"?quote={letter.position}#answer" not in page


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "%00", ""])
def test_nonsense_to_quote_is_not_found(world, browse, topic, nonsense):
    assert browse("amina").get(reverse("topic", args=[topic.pk]) + f"?quote={nonsense}").status_code == 404


def test_where_only_a_letter_is_wanted_there_is_nothing_to_quote_into(world, browse, topic):
    listen = post_topic(actor=world.freja, board=topic.board, kind="question", title="Bare lyt", wish="listen")
    assert "?quote=" not in browse("amina").get(reverse("topic", args=[listen.pk])).content.decode()
    assert browse("amina").get(reverse("topic", args=[listen.pk]) + "?quote=0").status_code == 200
