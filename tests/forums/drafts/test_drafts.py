"""What somebody began to write: kept for them alone, never overwritten in silence, gone when it is sent."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock
from community.membership.operations import end_membership
from community.permissions import Refused
from community.undo import UNDO_TAKEN_FOR
from forums.drafts.models import Draft
from forums.drafts.operations import (
    KEPT_FOR,
    AlreadyPosted,
    Conflict,
    discard_draft,
    erase_old_drafts,
    save_draft,
    undo_post,
)
from forums.drafts.policy import can_save_draft
from forums.topics.models import Post, Topic
from forums.topics.operations import post_reply, post_topic
from forums.writing.operations import edit_post
from tests.community.chat.test_concurrency import at_once
from tests.support import needs
from tests.tellings import answer
from youth_network.witnessing.operations import witness_topic

CANARY = "Canarydraft 4c1e"
#: Session, person, memberships; the drafts with where they hang; the shell's.
QUERIES_OF_DRAFTS = 5


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


@pytest.fixture
def topic(world, board):
    return post_topic(actor=world.freja, board=board, kind="experience", wish="advice", title="Trappen")


def begin(world, key, name="amina", body=CANARY, base=0, device="phone", **more):
    values = {"body": [body]} | more
    return save_draft(actor=world.who(name), key=key, values=values, base_version=base, device=device)


def keys(name="amina"):
    return list(Draft.objects.filter(person__display_name=name.capitalize()).values_list("key", flat=True))


# --- who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("topic", "freja amina jonas signe tine"),
        ("reply", "freja amina jonas signe tine"),
        ("witness", "amina jonas signe tine"),
        ("letter", "freja"),
        ("edit", "amina"),
        ("nonsense", ""),
    ],
)
def test_who_may_keep_a_draft_where(world, board, topic, kind, who):
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    number = {"topic": board.pk, "letter": letter.pk, "edit": letter.pk}.get(kind, topic.pk)
    everybody = ["freja", "amina", "jonas", "sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "karla"]
    allowed = [name for name in everybody if can_save_draft(world.who(name), f"{kind}:{number}")]
    assert allowed == who.split()
    with pytest.raises(Refused):
        save_draft(actor=world.yusuf, key=f"{kind}:{number}", values={"body": ["x"]})


def test_nobody_else_ever_sees_it(world, browse, topic):
    begin(world, f"reply:{topic.pk}")
    begin(world, f"topic:{topic.board_id}")
    pages = (
        reverse("drafts"),
        reverse("topic", args=[topic.pk]),
        reverse("new_topic", args=[topic.board_id]),
        reverse("witness_topic", args=[topic.pk]),
        reverse("board", args=[topic.board_id]),
    )
    for name in ("freja", "jonas", "signe", "tine", "sofie", "bo", "ellen"):
        client = browse(name)
        for page in pages:
            assert CANARY not in client.get(page).content.decode(), (name, page)
        assert CANARY not in client.post(reverse("search"), {"words": "Canarydraft"}).content.decode()
        draft = Draft.objects.first()
        assert client.post(reverse("restore_draft", args=[draft.pk])).status_code == 404
        client.post(reverse("discard_draft"), {"draft_key": draft.key})
    assert not Draft.objects.exclude(discarded_at=None).exists()
    # The same pages give it back to whose it is.
    assert CANARY in browse("amina").get(pages[1]).content.decode()
    assert CANARY in browse("amina").get(pages[2]).content.decode()


def test_with_the_membership_the_drafts_are_gone(world, browse, topic):
    key = f"reply:{topic.pk}"
    begin(world, key)
    client = browse("amina")
    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert not Draft.objects.visible_to(world.amina).exists()
    assert CANARY not in client.get(reverse("drafts")).content.decode()
    assert client.post(reverse("save_draft"), {"draft_key": key, "body": "mere"}).status_code == 404


# --- saving --------------------------------------------------------------------------------------------------------


def test_the_fields_stand_as_they_were_left(world, browse, topic):
    data = {"draft_key": f"reply:{topic.pk}", "body": "Et\r\nord", "files": ["3", "8"], "kind": "advice"}
    answer = browse("amina").post(reverse("save_draft"), data, headers={"Accept": "application/json"})
    draft = Draft.objects.get()
    assert answer.json() == {"version": draft.version}
    assert draft.values == {"body": ["Et\nord"], "files": ["3", "8"], "kind": ["advice"]}
    page = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "Et\nord" in page
    assert re.search(r'<input[^>]*value="advice"[^>]*checked', page)
    assert "Kun du kan se kladden." in page


def test_an_empty_form_is_no_draft(world, topic):
    key = f"reply:{topic.pk}"
    assert begin(world, key, body=" \n", kind=["advice"]) == 0
    version = begin(world, key)
    assert begin(world, key, body="", base=version) == 0
    assert keys() == []


def test_two_devices_never_overwrite_each_other_in_silence(world, browse, topic):
    key = f"reply:{topic.pk}"
    first = begin(world, key, body="Fra telefonen", device="phone")
    with pytest.raises(Conflict) as conflict:
        begin(world, key, body="Fra skolens", device="school")
    assert conflict.value.draft.values == {"body": ["Fra telefonen"]}
    # Whoever has seen the other text may go on from it; the first device then learns of it.
    second = begin(world, key, body="Fra skolens", device="school", base=first)
    assert second > first
    data = {"draft_key": key, "body": "Fra telefonen igen", "draft_version": first, "draft_device": "phone"}
    answer = browse("amina").post(reverse("save_draft"), data, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    said = answer.json()
    assert (said["values"], said["version"], said["device"]) == ({"body": ["Fra skolens"]}, second, "school")
    # Without scripts both stand on a page.
    page = browse("amina").post(reverse("save_draft"), data)
    assert page.status_code == 409
    assert "Fra skolens" in page.content.decode()
    assert "Fra telefonen igen" in page.content.decode()
    assert Draft.objects.get().values == {"body": ["Fra skolens"]}
    # One device whose answer was lost simply goes on.
    assert begin(world, key, body="Fra skolens, mere", device="school", base=first) > second


def test_a_new_draft_never_has_an_old_ones_version(world, topic):
    key = f"reply:{topic.pk}"
    old = begin(world, key)
    Draft.objects.all().delete()
    assert begin(world, key, base=old) > old


@pytest.mark.parametrize(
    "data",
    [
        {"body": "x" * 200_001},
        {"body": "x", "draft_version": "9" * 30},
        {"body": "x", "draft_device": "<script>"},
        {f"field{number}": "x" for number in range(60)},
    ],
)
def test_what_is_too_much_is_refused_in_words(browse, topic, data):
    data = {"draft_key": f"reply:{topic.pk}"} | data
    answer = browse("amina").post(reverse("save_draft"), data, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Draft.objects.exists()


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_devices_that_save_at_once_one_is_told(aworld):
    key = f"topic:{aworld.torsdagsholdet.space.board.pk}"
    deeds = [lambda device=device: begin(aworld, key, body=f"Fra {device}", device=device) for device in "abc"]
    answers = at_once(*deeds)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Conflict", "int"]
    assert Draft.objects.count() == 1


# --- sending -------------------------------------------------------------------------------------------------------


def test_what_is_sent_is_no_draft_any_more(world, browse, topic):
    story = topic.posts.get(position=0)
    begin(world, f"topic:{topic.board_id}")
    begin(world, f"reply:{topic.pk}")
    begin(world, f"witness:{topic.pk}", image=["En dør"])
    post_reply(actor=world.amina, topic=topic, kind="advice", body="Spørg")
    assert f"reply:{topic.pk}" not in keys()
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    assert keys() == [f"topic:{topic.board_id}"]
    begin(world, f"letter:{letter.pk}", "freja")
    begin(world, f"edit:{story.pk}", "freja")
    post_reply(actor=world.freja, topic=topic, kind="answer", body="Tak", answers_to=letter)
    assert keys("freja") == [f"edit:{story.pk}"]
    edit_post(actor=world.freja, post=story, words={"title": "Trappen", "body": "Mere", "tags": []})
    assert keys("freja") == []
    # Others' posts take nobody's draft.
    post_topic(actor=world.jonas, board=topic.board, kind="question", title="Hvem?")
    assert keys() == [f"topic:{topic.board_id}"]


def test_a_form_that_was_sent_is_not_kept_again(world, browse, topic):
    uuid = uuid4()
    post = post_reply(actor=world.amina, topic=topic, kind="advice", body="Spørg", client_uuid=uuid)
    with pytest.raises(AlreadyPosted):
        begin(world, f"reply:{topic.pk}", client_uuid=[str(uuid)])
    data = {"draft_key": f"reply:{topic.pk}", "body": "Spørg", "client_uuid": uuid}
    answer = browse("amina").post(reverse("save_draft"), data, headers={"Accept": "application/json"})
    assert answer.json()["posted"].endswith(f"#post-{post.position}")
    assert keys() == []
    # Somebody else's number is not theirs to ask about.
    begin(world, f"reply:{topic.pk}", "jonas", client_uuid=[str(uuid)])


def test_a_script_is_told_where_to_go(browse, topic):
    data = {"body": "Et svar", "client_uuid": uuid4()}
    answer = browse("amina").post(reverse("post_reply", args=[topic.pk]), data, headers={"X-Sent-By": "script"})
    assert answer.json() == {"url": f"/topics/{topic.pk}/?at=1#post-1"}
    again = browse("amina").post(reverse("post_reply", args=[topic.pk]), data)
    assert again["Location"] == f"/topics/{topic.pk}/?at=1#post-1"
    assert topic.posts.replies().count() == 1


# --- without scripts -----------------------------------------------------------------------------------------------


def test_a_letter_is_kept_at_every_step_without_scripts(world, browse, topic):
    address = reverse("witness_topic", args=[topic.pk])
    browse("amina").post(address, {"to": "3", "expression": "At spørge", "client_uuid": uuid4()})
    page = browse("amina").get(address).content.decode()
    assert "Her er, hvad du havde begyndt." in page
    assert "At spørge" in page
    assert 'data-witness-step-value="3"' in page
    # "Start over" puts it away; undo brings it back.
    away = browse("amina").post(reverse("discard_draft"), {"draft_key": f"witness:{topic.pk}", "start_over": "1"})
    assert away["Location"] == address
    assert "At spørge" not in browse("amina").get(address).content.decode()
    browse("amina").post(reverse("restore_draft", args=[Draft.objects.get().pk]))
    assert "At spørge" in browse("amina").get(address).content.decode()


def test_save_for_later_leads_to_the_drafts_and_back(world, browse, board):
    client = browse("freja")
    data = {"draft_key": f"topic:{board.pk}", "body": "Halvt skrevet\nog mere", "kind": "question"}
    answer = client.post(reverse("save_draft"), data, follow=True)
    page = answer.content.decode()
    assert "Gemt til senere" in page
    assert "Halvt skrevet" in page
    address = reverse("new_topic", args=[board.pk])
    assert f'href="{address}"' in page
    form = client.get(address).content.decode()
    assert "Halvt skrevet\nog mere" in form
    assert 'value="question"' in form


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_drafts_costs_the_same(world, browse, topic, count, django_assert_num_queries):
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    for key in (f"letter:{letter.pk}", f"reply:{topic.pk}", f"topic:{topic.board_id}")[:count]:
        begin(world, key, "freja")
    client = browse("freja")
    client.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_DRAFTS):
        page = client.get(reverse("drafts"))
    assert page.content.decode().count(CANARY) == count


# --- undo ----------------------------------------------------------------------------------------------------------


def test_undoing_a_post_gives_the_words_back(world, browse, topic):
    post = post_reply(actor=world.amina, topic=topic, kind="advice", body="For tidligt", client_uuid=uuid4())
    back = browse("amina").post(reverse("undo_post", args=[post.pk]))
    assert back["Location"] == reverse("topic", args=[topic.pk]) + "#answer"
    page = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "For tidligt" in page
    assert 'id="post-1"' not in page
    assert "For tidligt" not in browse("freja").get(reverse("topic", args=[topic.pk])).content.decode()
    # Twice is once, and the form that comes back posts anew.
    browse("amina").post(reverse("undo_post", args=[post.pk]))
    assert Draft.objects.get().values["body"] == ["For tidligt"]
    assert "client_uuid" not in Draft.objects.get().values


def test_a_letter_and_a_story_come_back_too(world, browse, topic):
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    assert browse("amina").post(reverse("undo_post", args=[letter.pk]))["Location"] == reverse(
        "witness_topic", args=[topic.pk]
    )
    page = browse("amina").get(reverse("witness_topic", args=[topic.pk])).content.decode()
    assert "En dør" in page
    assert 'data-witness-step-value="5"' in page
    story = topic.posts.get(position=0)
    browse("freja").post(reverse("undo_post", args=[story.pk]))
    assert not Topic.objects.visible_to(world.amina).exists()
    assert "Trappen" in browse("freja").get(reverse("new_topic", args=[topic.board_id])).content.decode()


def test_what_was_begun_since_stays_below(world, topic):
    post = post_reply(actor=world.amina, topic=topic, kind="advice", body="For tidligt")
    begin(world, f"reply:{topic.pk}", body="Det næste")
    draft = undo_post(actor=world.amina, post=post)
    assert draft.values["body"] == ["For tidligt\n\nDet næste"]


def test_undo_is_ones_own_and_soon(world, browse, topic):
    post = post_reply(actor=world.amina, topic=topic, kind="advice", body="For tidligt")
    for name, status in (("freja", 403), ("signe", 403), ("yusuf", 404), ("mona", 404)):
        assert browse(name).post(reverse("undo_post", args=[post.pk])).status_code == status
    with clock.at(clock.now() + UNDO_TAKEN_FOR + timedelta(seconds=1)), pytest.raises(Refused):
        undo_post(actor=world.amina, post=post)
    assert Post.objects.get(pk=post.pk).removed_at is None
    assert not Draft.objects.exists()


def test_a_key_that_is_no_key_discards_nothing(world, topic, browse):
    begin(world, f"topic:{topic.board_id}")
    for key in ("reply:\x00", "nonsense", "topic:" + "9" * 40, ""):
        assert browse("amina").post(reverse("discard_draft"), {"draft_key": key}).status_code == 302
    assert keys() == [f"topic:{topic.board_id}"]


# --- time ----------------------------------------------------------------------------------------------------------


def test_old_drafts_are_erased(world, topic):
    answer(world, topic, "jonas")
    begin(world, f"topic:{topic.board_id}")
    begin(world, f"reply:{topic.pk}")
    discard_draft(actor=world.amina, draft=Draft.objects.get(key=f"reply:{topic.pk}"))
    assert erase_old_drafts() == 0
    with clock.at(clock.now() + timedelta(hours=25)):
        assert erase_old_drafts() == 1
    assert keys() == [f"topic:{topic.board_id}"]
    with clock.at(clock.now() + KEPT_FOR + timedelta(hours=1)):
        assert erase_old_drafts() == 1
    assert keys() == []
