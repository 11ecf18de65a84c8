"""Good practice: shared, read, found, changed and taken back, by the door; and seen by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock, live
from community.attachments.models import Attachment
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind
from community.search.models import SearchEntry
from company_network.companies.models import Representative
from company_network.practices.models import Practice
from company_network.practices.operations import post_practice, set_reach
from forums.drafts.models import Draft
from forums.drafts.operations import save_draft
from forums.reading.models import SavedPost
from forums.reading.operations import save_post
from forums.tags.models import Tag
from forums.topics.models import Topic
from forums.writing.erasing import erase_removed_words
from forums.writing.operations import edit_post, remove_post, restore_post
from tests.samples import hung_photo
from tests.shared_practice import WORDS, board_of, share, workplaces
from tests.tellings import NOON, answer_to, deliver_after

CANARY = "Kanariefuglen sidder i baglokalet"
EVERYBODY = ("freja", "sofie", "mona", "rashid", "line", "signe", "bo", "tine", "ellen", "karla", "visitor")


@pytest.fixture
def places(world):
    return workplaces(world)


def page(browse, who, topic):
    return browse(who).get(reverse("topic", args=[topic.pk]))


def form(**changed):
    return {"title": "", "reach": "space", "tags": "", "client_uuid": uuid4()} | WORDS | changed


def sees(browse, topic):
    """Everybody to whom the page answers with its words."""
    return {who for who in EVERYBODY if page(browse, who, topic).status_code == 200}


# --- who reads it -------------------------------------------------------------------------------------------------
READERS = {
    "space": {"mona", "rashid", "signe", "tine"},
    "across": {"mona", "rashid", "line", "signe", "bo", "tine", "ellen"},
}
STAFF_READERS = {"space": {"signe", "tine"}, "across_staff": {"signe", "bo", "tine", "ellen"}}


@pytest.mark.parametrize("reach", ["space", "across"])
def test_practice_of_a_workplace_is_read_as_the_table_says(world, browse, places, reach):
    topic = share(world, "mona", reach=reach, title=CANARY)
    assert sees(browse, topic) == READERS[reach]
    for who in EVERYBODY:
        answer = page(browse, who, topic)
        assert (CANARY in answer.content.decode()) == (who in READERS[reach])
        listed = [browse(who).get(reverse("practices") + where).content.decode() for where in ("", "?where=across")]
        assert any(CANARY in html for html in listed) == (who in READERS[reach])
    assert {who for who in world.people if topic.readers().filter(pk=world.people[who].pk).exists()} == READERS[reach]


@pytest.mark.parametrize("reach", ["space", "across_staff"])
def test_practice_of_staff_is_read_by_staff_alone(world, browse, places, reach):
    topic = share(world, "signe", reach=reach, title=CANARY, board=board_of(world, kind=GroupKind.TEAM))
    assert topic.practice.company is None
    assert sees(browse, topic) == STAFF_READERS[reach]
    listed = {
        who for who in EVERYBODY if CANARY in browse(who).get(reverse("practices") + "?where=staff").content.decode()
    }
    assert listed == STAFF_READERS[reach]


def test_youths_and_visitors_have_no_list(world, browse, places):
    for who in ("freja", "yusuf", "emil", "karla"):
        assert browse(who).get(reverse("practices")).status_code == 404
    assert browse("visitor").get(reverse("practices")).status_code == 302
    assert browse("mona").get(reverse("practices") + "?where=staff").status_code == 404


def test_search_finds_it_for_those_who_read_it(world, browse, places):
    share(world, "mona", reach="across", title="Fredag", did=f"{CANARY} med en kost.")
    share(world, "mona", title="Mandag", did=f"{CANARY} uden kost.")
    found = {
        who: [
            day
            for day in ("Fredag", "Mandag")
            if day in browse(who).post(reverse("search"), {"words": "baglokalet"}).content.decode()
        ]
        for who in ("freja", "rashid", "line", "bo", "ellen")
    }
    assert found == {
        "freja": [],
        "rashid": ["Fredag", "Mandag"],
        "line": ["Fredag"],
        "bo": ["Fredag"],
        "ellen": ["Fredag"],
    }


# --- sharing ------------------------------------------------------------------------------------------------------
def test_a_representative_shares_by_the_form_and_the_page_shows_four_fields(world, browse, places):
    mona = browse("mona")
    board = board_of(world)
    empty = mona.get(reverse("new_practice", args=[board.pk])).content.decode()
    assert "Her står aldrig navne på unge." in empty
    assert "en praktikant" in empty
    answer = mona.post(reverse("new_practice", args=[board.pk]), form(title="Én makker", tags="makker", reach="across"))
    topic = Topic.objects.get()
    assert answer["Location"] == reverse("topic", args=[topic.pk])
    assert (topic.kind, topic.reach, topic.practice.company) == ("practice", "across", places.kanelkajen)
    shown = page(browse, "line", topic).content.decode()
    for label in ("Situation", "Det gjorde vi", "Det skete der", "Et råd videre"):
        assert f"<dt>{label}</dt>" in shown
    assert WORDS["advice"] in shown
    assert "Kanelkajen" in shown
    # Line sees no board of Roskilde: the way back and the tag lead to practice.
    assert f'href="{reverse("practices")}"' in shown
    tag = Tag.objects.get(name="makker")
    way = f"{reverse('practices')}?where=across&tag={tag.pk}"
    assert way.replace("&", "&amp;") in shown
    assert "Én makker" in browse("line").get(way).content.decode()
    assert f"/network/{board.pk}/" not in shown


def test_without_a_title_it_borrows_one_and_one_line_is_enough(world, browse, places):
    lines = dict.fromkeys(WORDS, "") | {"did": "Vi skrev frokosten ind i planen."}
    browse("mona").post(reverse("new_practice", args=[board_of(world).pk]), form(**lines))
    assert Topic.objects.get().title == "Vi skrev frokosten ind i planen."


@pytest.mark.parametrize("title", ["", "   ", "\u200b"])
def test_nothing_at_all_is_given_back_with_a_sentence(world, browse, places, title):
    address = reverse("new_practice", args=[board_of(world).pk])
    answer = browse("mona").post(address, form(title=title, tags="Kanarieord", **dict.fromkeys(WORDS, "  ")))
    assert answer.status_code == 422
    assert "Skriv en linje i et af de fire felter først" in answer.content.decode()
    assert "Kanarieord" in answer.content.decode()
    assert not Topic.objects.exists()


def test_an_empty_form_and_a_reach_that_is_not_offered_are_given_back(world, browse, places):
    address = reverse("new_practice", args=[board_of(world).pk])
    empty = browse("mona").post(address, form(title=CANARY, **dict.fromkeys(WORDS, "")))
    assert empty.status_code == 422
    assert CANARY in empty.content.decode()
    assert "Skriv en linje i et af de fire felter først" in empty.content.decode()
    far = browse("mona").post(address, form(did=CANARY, reach="across_staff"))
    assert far.status_code == 422
    assert CANARY in far.content.decode()
    assert not Topic.objects.exists()


def test_whoever_has_no_part_in_a_board_shares_nothing_there(world, browse, places):
    companies, team = board_of(world), board_of(world, kind=GroupKind.TEAM)
    for who, board in (
        ("freja", companies),
        ("line", companies),
        ("bo", companies),
        ("ellen", companies),
        ("mona", team),
    ):
        assert browse(who).get(reverse("new_practice", args=[board.pk])).status_code == 404
        with pytest.raises(Refused):
            post_practice(actor=world.who(who), board=board, title="Nej", words=WORDS, reach="across")
    youths = world.torsdagsholdet.space.board
    with pytest.raises(Refused):
        post_practice(actor=world.freja, board=youths, title="Nej", words=WORDS)
    with pytest.raises(Refused):
        post_practice(actor=world.mona, board=companies, title="Nej", words=WORDS, company=places.skaeve_eger)
    assert not Topic.objects.exists()


def test_programme_staff_choose_a_municipality_and_share_with_all_staff(world, browse, places):
    ellen = browse("ellen")
    chosen = ellen.get(reverse("begin_practice")).content.decode()
    team = board_of(world, "horsens", GroupKind.TEAM)
    assert reverse("new_practice", args=[team.pk]) in chosen
    assert reverse("new_practice", args=[board_of(world).pk]) not in chosen
    answer = ellen.post(reverse("new_practice", args=[team.pk]), form(title="Fra programmet"))
    topic = Topic.objects.get()
    assert answer["Location"] == reverse("topic", args=[topic.pk])
    assert (topic.board, topic.reach) == (team, "across_staff")
    assert sees(browse, topic) == {"signe", "bo", "tine", "ellen"}
    # Their own words stay theirs to change, undo and draft, though they see no board.
    story = topic.posts.get()
    assert ellen.get(reverse("edit_post", args=[story.pk])).status_code == 200
    assert ellen.post(reverse("undo_post", args=[story.pk]))["Location"] == reverse("new_practice", args=[team.pk])
    assert "Fra programmet" in ellen.get(reverse("drafts")).content.decode()
    with pytest.raises(Refused):
        post_practice(actor=world.ellen, board=team, title="Kun her", words=WORDS, reach="space")


def test_what_was_begun_is_kept_and_comes_back_after_undo(world, browse, places):
    mona, board = browse("mona"), board_of(world)
    key = f"practice:{board.pk}"
    mona.post(reverse("save_draft"), form(did=CANARY, draft_key=key))
    assert CANARY in mona.get(reverse("new_practice", args=[board.pk])).content.decode()
    assert browse("freja").post(reverse("save_draft"), form(draft_key=key)).status_code == 404
    mona.post(reverse("new_practice", args=[board.pk]), form(did=CANARY, tags="makker", reach="across"))
    assert not Draft.objects.exists()
    story = Topic.objects.get().posts.get()
    mona.post(reverse("undo_post", args=[story.pk]))
    values = Draft.objects.get(key=key).values
    assert (values["did"], values["tags"], values["reach"]) == ([CANARY], ["makker"], ["across"])
    assert page(browse, "rashid", story.topic).status_code == 404


def test_the_same_form_twice_hangs_it_up_once(world, browse, places):
    sent = form(title="Én makker")
    for _time in range(2):
        assert browse("mona").post(reverse("new_practice", args=[board_of(world).pk]), sent).status_code == 302
    assert Practice.objects.count() == 1


def test_whom_the_fields_name_is_told(world, browse, places):
    share(world, "mona", did="Vi gjorde som @Rashid foreslog.")
    assert Notification.objects.filter(recipient=world.people["rashid"], kind="mention_posted").exists()


def test_answers_stand_below_and_the_author_is_told(world, browse, places):
    topic = share(world, "mona", reach="across")
    answer = browse("line").post(
        reverse("post_reply", args=[topic.pk]), {"body": "Hvem tager over?", "client_uuid": uuid4()}
    )
    assert answer.status_code == 302
    assert "Hvem tager over?" in page(browse, "rashid", topic).content.decode()
    assert Notification.objects.filter(recipient=world.people["mona"], kind="reply_posted").exists()


# --- whose it is --------------------------------------------------------------------------------------------------
def test_the_four_fields_are_changed_and_what_stood_before_is_kept(world, browse, places):
    topic = share(world, "mona", tags=["makker"])
    story = topic.posts.get()
    hung_photo(world.mona, story)
    edit = reverse("edit_post", args=[story.pk])
    assert WORDS["did"] in browse("mona").get(edit).content.decode()
    uuid = str(Attachment.objects.get().uuid)
    changed = WORDS | {"title": "To makkere", "advice": "Vælg to.", "tags": "makker, fredag", "files": uuid}
    assert browse("mona").post(edit, changed).status_code == 302
    shown = page(browse, "rashid", topic).content.decode()
    assert "To makkere" in shown
    assert "Vælg to." in shown
    assert "fredag" in shown
    assert story.__class__.objects.get(pk=story.pk).file_count == 1
    before = reverse("post_history", args=[story.pk])
    history = browse("signe").post(before, {"reason": "asked"}).content.decode()
    assert WORDS["advice"] in history
    assert browse("rashid").get(reverse("post_history", args=[story.pk])).status_code == 404
    assert browse("rashid").post(edit, changed).status_code == 403
    assert "Vælg to." in SearchEntry.objects.get(subject_type="post", subject_id=story.pk).body


def test_a_leaving_representatives_post_stays_with_the_company(world, browse, places):
    topic = share(world, "mona")
    story = topic.posts.get()
    with pytest.raises(Refused):
        edit_post(actor=world.rashid, post=story, words=WORDS | {"title": "Nej", "tags": []})
    Representative.objects.filter(membership=world.membership("rashid")).update(company=places.kanelkajen)
    end_membership(actor=world.signe, membership=world.membership("mona"))
    edit_post(actor=world.rashid, post=story, words=WORDS | {"title": "Vores nu", "tags": []})
    assert "Vores nu" in page(browse, "signe", topic).content.decode()
    assert "Vores nu" in page(browse, "rashid", topic).content.decode()
    remove_post(actor=world.rashid, post=story)
    assert page(browse, "signe", topic).status_code == 404
    restore_post(actor=world.rashid, post=story)
    assert page(browse, "signe", topic).status_code == 200


def test_words_that_were_taken_back_are_erased_for_good(world, places):
    topic = share(world, "mona", did=CANARY)
    answer_to(actor=world.rashid, topic=topic, body="Ja")
    remove_post(actor=world.mona, post=topic.posts.get(position=0))
    with clock.at(clock.now() + timedelta(hours=25)):
        assert erase_removed_words() == 1
    assert Practice.objects.get().did == ""


def test_the_page_stands_when_the_story_was_taken_back_after_an_answer(world, browse, places):
    topic = share(world, "mona", did=CANARY)
    answer_to(actor=world.rashid, topic=topic, body="Ja")
    remove_post(actor=world.mona, post=topic.posts.get(position=0))
    shown = page(browse, "rashid", topic)
    assert shown.status_code == 200
    assert CANARY not in shown.content.decode()


# --- how far it is read -------------------------------------------------------------------------------------------
def test_narrowing_takes_it_from_the_others_at_once_everywhere(world, browse, places):
    topic = share(world, "mona", reach="across", title=CANARY, tags=["makker"])
    story = topic.posts.get()
    photo = hung_photo(world.mona, story)
    line, bo, ellen = browse("line"), browse("bo"), browse("ellen")
    reply = answer_to(actor=world.line, topic=topic, body="Det prøver vi")
    save_post(actor=world.line, post=story)
    save_draft(actor=world.line, key=f"reply:{topic.pk}", values={"body": ["Halvt skrevet"]})
    answer_to(actor=world.mona, topic=topic, body="Godt!")
    tag = Tag.objects.get(name="makker")
    file = reverse("attachment", args=[photo.uuid])
    addresses = [
        reverse("topic", args=[topic.pk]),
        f"{reverse('practices')}?where=across&tag={tag.pk}",
        file,
        reverse("practice_tries", args=[topic.pk]),
    ]

    def still_reach():
        return {
            "pages": {answer.status_code for address in addresses for answer in [line.get(address)]},
            "list": CANARY in line.get(reverse("practices") + "?where=across").content.decode(),
            "staff": {
                CANARY in who.get(reverse("practices") + "?where=across").content.decode() for who in (bo, ellen)
            },
            "search": addresses[0] in line.post(reverse("search"), {"words": "Kanariefuglen"}).content.decode(),
            "notices": Notification.objects.visible_to(world.line).filter(thread=f"topic:{topic.pk}").exists(),
            "saved": SavedPost.objects.visible_to(world.line).exists(),
            "drafts": Draft.objects.visible_to(world.line).exists(),
            "live": live.subscribable["topic"](world.line, topic.pk)
            or live.subscribable["practice"](world.line, topic.pk),
            "write": line.post(
                reverse("post_reply", args=[topic.pk]), {"body": "", "client_uuid": uuid4()}
            ).status_code,
        }

    before = still_reach()
    assert before == {
        "pages": {200},
        "list": True,
        "staff": {True},
        "search": True,
        "notices": True,
        "saved": True,
        "drafts": True,
        "live": True,
        "write": 422,
    }
    assert browse("rashid").post(reverse("set_reach", args=[topic.pk]), {"reach": "space"}).status_code == 403
    assert line.post(reverse("set_reach", args=[topic.pk]), {"reach": "space"}).status_code == 403
    assert browse("mona").post(reverse("set_reach", args=[topic.pk]), {"reach": "space"}).status_code == 302
    assert still_reach() == {
        "pages": {404},
        "list": False,
        "staff": {False},
        "search": False,
        "notices": False,
        "saved": False,
        "drafts": False,
        "live": False,
        "write": 404,
    }
    assert SearchEntry.objects.filter(reach__isnull=False).count() == 0
    for who in ("rashid", "signe", "tine"):
        assert CANARY in page(browse, who, topic).content.decode()
    assert reply.topic_id == topic.pk
    # And back again: what they had saved and begun is there.
    set_reach(actor=world.mona, topic=topic, reach="across")
    assert still_reach() == before


def test_a_mail_that_waits_is_not_sent_after_narrowing(world, browse, places, mailoutbox):
    with clock.at(NOON.replace(year=clock.now().year + 1)):
        topic = share(world, "mona", reach="across", title=CANARY)
        answer_to(actor=world.line, topic=topic, body="Det prøver vi")
        answer_to(actor=world.rashid, topic=topic, body=CANARY)
        set_reach(actor=world.mona, topic=topic, reach="space")
        deliver_after()
    assert not [mail for mail in mailoutbox if "line@example.com" in mail.to]
    assert [mail for mail in mailoutbox if "mona@example.com" in mail.to]


def test_a_list_leads_straight_to_the_form_where_there_is_one_place(world, browse, places):
    assert (
        reverse("new_practice", args=[board_of(world).pk]) in browse("mona").get(reverse("practices")).content.decode()
    )
    for who in ("signe", "ellen"):
        assert reverse("begin_practice") in browse(who).get(reverse("practices") + "?where=across").content.decode()


def test_the_programmes_home_leads_to_practice_and_to_what_was_tried_most(world, browse, places):
    ways = (f"{reverse('practices')}?where=across", reverse("round_ups"))
    home = browse("ellen").get(reverse("since_last")).content.decode()
    assert all(way in home for way in ways)
    assert not any(way in browse("freja").get(reverse("since_last")).content.decode() for way in ways)


def test_nobody_shares_further_than_is_theirs(world, browse, places):
    topic = share(world, "mona")
    for reach in ("across_staff", "everybody", ""):
        assert browse("mona").post(reverse("set_reach", args=[topic.pk]), {"reach": reach}).status_code == 403
    assert browse("ellen").post(reverse("set_reach", args=[topic.pk]), {"reach": "across"}).status_code == 404
    topic.refresh_from_db()
    assert topic.reach == "space"


def test_hostile_words_are_kept_as_words(world, browse, places):
    hostile = "<script>alert(1)</script> \x00 ‮ **fed**"
    browse("mona").post(
        reverse("new_practice", args=[board_of(world).pk]), form(title=hostile, did=hostile, advice=hostile)
    )
    topic = Topic.objects.get()
    for html in (
        page(browse, "mona", topic).content.decode(),
        browse("mona").get(reverse("practices")).content.decode(),
    ):
        assert "<script>alert" not in html
    assert "<strong>fed</strong>" in page(browse, "mona", topic).content.decode()
