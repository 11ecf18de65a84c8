"""What a person sees and may do: the list, the mark in the shell, the choices, and the way out from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from community.membership.operations import end_membership
from community.notifications import kinds
from community.notifications.mails import unsubscribe_token
from community.notifications.models import MailTimes, Notification, NotificationPreference
from tests.tellings import TITLE, answer, company_topic, youth_topic
from youth_network.witnessing.operations import witness_topic

LEAF = 'class="dot"'


def page(client, name="notifications", **headers):
    return client.get(reverse(name), headers=headers)


def test_the_list_tells_who_answered_what_and_where(world, browse):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    answer(world, topic, "jonas")
    text = page(browse("freja")).content.decode()
    assert "Jonas og en anden har svaret på ”" in text
    assert "Amina" not in text
    assert TITLE in text
    assert "Torsdagsholdet" in text
    assert "told__line--new" in text


@pytest.mark.parametrize("name", ["sofie", "yusuf", "emil", "mona", "line", "bo", "ellen", "karla"])
def test_others_see_nothing_of_it(world, browse, name):
    answer(world, youth_topic(world), "amina")
    text = page(browse(name)).content.decode()
    assert TITLE not in text
    assert "Amina" not in text
    assert LEAF not in page(browse(name), "notifications_mark").content.decode()
    response = browse(name).post(reverse("open_notification", args=[Notification.objects.get().pk]))
    assert response.status_code == 404
    assert Notification.objects.get().read_at is None


def test_an_empty_list_invites(world, browse):
    text = page(browse("freja")).content.decode()
    assert "told__line" not in text
    assert reverse("network") in text


def test_opening_one_marks_it_read_and_leads_to_the_thing(world, browse):
    reply = answer(world, youth_topic(world), "amina")
    client = browse("freja")
    assert client.get(reverse("open_notification", args=[Notification.objects.get().pk])).status_code == 405
    response = client.post(reverse("open_notification", args=[Notification.objects.get().pk]))
    assert response.headers["Location"] == f"/topics/{reply.topic_id}/?at={reply.position}#post-{reply.position}"
    assert Notification.objects.get().read_at is not None
    assert LEAF not in page(client, "notifications_mark").content.decode()


def test_reading_changes_nothing(world, browse):
    answer(world, youth_topic(world), "amina")
    client = browse("freja")
    before = list(Notification.objects.values())
    for name in ("notifications", "notifications_mark", "notification_settings"):
        assert page(client, name).status_code == 200
    client.get(reverse("unsubscribe", args=[unsubscribe_token(world.freja.pk, "reply_posted")]))
    assert list(Notification.objects.values()) == before
    assert not NotificationPreference.objects.exists()


def test_the_mark_is_a_leaf_and_words_never_a_badge(world, browse):
    client = browse("freja")
    assert LEAF not in page(client, "notifications_mark").content.decode()
    answer(world, youth_topic(world), "amina")
    mark = page(client, "notifications_mark").content.decode()
    assert LEAF in mark
    assert f'data-live-key="person:{world.freja.pk}"' in mark
    assert '<span class="sr">, 1 ' in mark


def test_marking_all_read_leaves_what_came_after_the_page(world, browse):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    client = browse("freja")
    shown = page(client).context["until"]
    answer(world, topic, "jonas")
    assert client.post(reverse("mark_notifications_read"), {"until": shown}).status_code == 302
    assert [n.read_at is None for n in Notification.objects.filter(recipient=world.freja).order_by("pk")] == [
        False,
        True,
    ]


def test_one_page_is_one_line_of_each_kind_and_what_was_read_another(world, browse):
    topic, other = youth_topic(world), youth_topic(world)
    for name in ("amina", "jonas", "signe"):
        answer(world, topic, name)
    client = browse("freja")
    client.post(reverse("open_notification", args=[Notification.objects.filter(recipient=world.freja).latest("pk").pk]))
    for name in ("amina", "amina"):
        answer(world, topic, name)
    letter = witness_topic(actor=world.jonas, topic=topic, words={"image": "En dør"})
    answer(world, other, "tine")
    context = page(client).context
    lines = [(line.sentence.split(" ”")[0], line.notification.read_at is None) for line in context["lines"]]
    assert lines == [
        ("Tine har svaret på", True),
        ("Jonas har skrevet et brev til dig om", True),
        ("Amina har svaret på", True),
        ("Signe og to andre har svaret på", False),
    ]
    assert context["unread"] == 3
    assert ", 3 " in page(client, "notifications_mark").content.decode()
    client.post(reverse("open_notification", args=[context["lines"][2].notification.pk]))
    assert [line.notification.subject_id for line in page(client).context["lines"]][1] == letter.pk
    assert page(client).context["unread"] == 2


def test_a_line_of_several_leads_to_the_first_of_them_that_is_new(world, browse):
    topic = youth_topic(world)
    first = answer(world, topic, "amina")
    for name in ("jonas", "signe"):
        answer(world, topic, name)
    shown = Notification.objects.filter(recipient=world.freja).latest("pk")
    client = browse("freja")
    response = client.post(reverse("open_notification", args=[shown.pk]))
    assert response.headers["Location"].endswith(f"#post-{first.position}")
    assert page(client).context["unread"] == 0
    again = client.post(reverse("open_notification", args=[shown.pk]))
    assert again.headers["Location"].endswith("#post-3")


def test_the_list_goes_on_by_key_without_repeating_or_skipping(world, browse):
    for _ in range(45):
        answer(world, youth_topic(world), "amina")
    client, seen, address = browse("freja"), [], reverse("notifications")
    for lines in (20, 20, 5):
        context = client.get(address).context
        assert len(context["lines"]) == lines
        seen += [line.notification.pk for line in context["lines"]]
        address = reverse("notifications") + "?before=" + context["older"]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 45


@pytest.mark.parametrize("key", ["x", "_", "2026-01-01_1", "²", "-1", "9" * 30, "\x001"])
def test_nonsense_in_the_address_is_not_found(world, browse, key):
    assert browse("freja").get(reverse("notifications"), {"before": key}).status_code == 404


@pytest.mark.parametrize("things", [1, 3, 25])
def test_the_list_costs_the_same_whatever_stands_on_it(world, browse, django_assert_num_queries, things):
    for _ in range(things):
        topic, other = youth_topic(world, "signe"), company_topic(world, "signe")
        answer(world, topic, "amina")
        answer(world, topic, "jonas")
        answer(world, other, "mona")
    client = browse("signe")
    page(client)  # the first visit of a session also writes the session down
    with django_assert_num_queries(LIST_QUERIES):
        page(client)
    with django_assert_num_queries(MARK_QUERIES):
        page(client, "notifications_mark")


#: session, person, memberships, lines, the newest of each, the things of the one kind, the count, the shell's marks
LIST_QUERIES = 8
#: session, person, memberships, count
MARK_QUERIES = 4


def test_the_fragment_is_the_list_alone(world, browse):
    text = page(browse("freja"), HX_Request="true").content.decode()
    assert "<html" not in text


def test_what_one_may_no_longer_see_is_gone_from_the_page(world, browse):
    answer(world, youth_topic(world), "amina")
    client = browse("freja")
    end_membership(actor=world.signe, membership=world.membership("freja"))
    text = page(client).content.decode()
    assert TITLE not in text
    assert LEAF not in text


KINDS = ("reply_posted", "followed_topic_answered", "topic_witnessed")


def chosen(**changes):
    """What the settings page sends when nothing was touched, but for the changes."""
    usual = {f"rhythm_{kind.name}": "at_once" for kind in kinds.mailed()}
    usual |= {"has_quiet_hours": "on", "quiet_from": "21", "quiet_until": "8"}
    return {**usual, "digest_hour": "16", "digest_weekday": "0", **changes}


def test_one_chooses_how_often_each_kind_comes_and_when_none_does(world, browse):
    client = browse("freja")
    address = reverse("notification_settings")
    form = client.get(address).context["form"]
    assert {form[name].value() for name in form.fields} == {"at_once", True, 21, 8, 16, 0}
    sent = chosen(rhythm_reply_posted="daily", rhythm_topic_witnessed="none", digest_hour="7", quiet_until="6")
    assert client.post(address, sent).status_code == 302
    assert dict(NotificationPreference.objects.filter(kind__in=KINDS).values_list("kind", "rhythm")) == {
        "reply_posted": "daily",
        "followed_topic_answered": "at_once",
        "topic_witnessed": "none",
    }
    times = MailTimes.objects.get()
    assert (times.person, times.quiet_from, times.quiet_until, times.digest_hour) == (world.freja, 21, 6, 7)
    shown = client.get(address).context["form"]
    assert shown["rhythm_reply_posted"].value() == "daily"
    assert shown["digest_hour"].value() == 7
    assert browse("amina").get(address).context["form"]["rhythm_reply_posted"].value() == "at_once"


def test_quiet_hours_can_be_none(world, browse):
    sent = chosen(quiet_from="5", quiet_until="5", digest_hour="5")
    del sent["has_quiet_hours"]
    client = browse("freja")
    assert client.post(reverse("notification_settings"), sent).status_code == 302
    times = MailTimes.objects.get()
    assert (times.quiet_from, times.quiet_until, times.digest_hour) == (None, None, 5)
    form = client.get(reverse("notification_settings")).context["form"]
    assert (form["has_quiet_hours"].value(), form["quiet_from"].value(), form["quiet_until"].value()) == (False, 21, 8)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rhythm_reply_posted": "hourly"}, ""),
        ({"rhythm_topic_witnessed": ""}, ""),
        ({"digest_hour": "24"}, ""),
        ({"digest_weekday": "7"}, ""),
        ({"digest_hour": "\x00"}, ""),
        ({"quiet_from": "x" * 5000}, ""),
        ({"quiet_from": "8"}, "på to forskellige tidspunkter"),
        ({"digest_hour": "22"}, "Det ligger i dine stille timer."),
        ({"digest_hour": "7"}, "Det ligger i dine stille timer."),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_with_the_rest_still_there(world, browse, changes, sentence):
    response = browse("freja").post(
        reverse("notification_settings"), chosen(rhythm_followed_topic_answered="weekly", **changes)
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["rhythm_followed_topic_answered"].value() == "weekly"
    assert not NotificationPreference.objects.exists()
    assert not MailTimes.objects.exists()


@pytest.mark.parametrize("name", ["freja", "mona", "signe"])
def test_the_settings_page_costs_the_same_for_everybody(world, browse, django_assert_num_queries, name):
    client = browse(name)
    client.get(reverse("notification_settings"))
    # session, person, memberships, hours, choices, the shell's marks; whether the person edits the public site asks
    # for rights by group and for rights of one's own
    with django_assert_num_queries(8):
        client.get(reverse("notification_settings"))


def stop_address(world):
    return reverse("unsubscribe", args=[unsubscribe_token(world.freja.pk, "reply_posted")])


def test_one_click_from_a_mail_program_stops_the_mails_without_a_session(world):
    client = Client(enforce_csrf_checks=True)
    assert client.post(stop_address(world), {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert [(p.person, p.kind, p.rhythm) for p in NotificationPreference.objects.all()] == [
        (world.freja, "reply_posted", "none")
    ]


def test_one_click_from_a_gathered_mail_stops_the_kinds_that_were_in_it(world):
    address = reverse("unsubscribe", args=[unsubscribe_token(world.freja.pk, "reply_posted", "topic_witnessed")])
    text = Client().get(address).content.decode()
    assert "Nogen svarer, hvor jeg har fortalt eller svaret" in text
    assert "Nogen skriver et brev til mig" in text
    assert "et emne, jeg følger" not in text
    assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert dict(NotificationPreference.objects.values_list("kind", "rhythm")) == {
        "reply_posted": "none",
        "topic_witnessed": "none",
    }


def test_the_button_of_the_page_goes_the_ordinary_way(world):
    client = Client(enforce_csrf_checks=True)
    response = client.get(stop_address(world))
    assert response.status_code == 200
    assert client.post(stop_address(world)).status_code == 403
    assert not NotificationPreference.objects.exists()
    token = response.context["csrf_token"]
    assert client.post(stop_address(world), {"csrfmiddlewaretoken": str(token)}).status_code == 200
    assert NotificationPreference.objects.get().rhythm == "none"


def test_a_forged_address_stops_nothing(world):
    for method in ("get", "post"):
        response = getattr(Client(), method)(
            reverse("unsubscribe", args=["WzEsInJlcGx5X3Bvc3RlZCJd:1abcde:forged"]), {"List-Unsubscribe": "One-Click"}
        )
        assert response.status_code == 404
    assert not NotificationPreference.objects.exists()


def test_the_page_names_nobody(world):
    text = Client().get(stop_address(world)).content.decode()
    for name in ("Freja", "example.com"):
        assert name not in text


def test_every_member_page_carries_the_mark(world, browse):
    answer(world, youth_topic(world), "amina")
    text = page(browse("freja"), "network").content.decode()
    assert 'id="notifications-mark"' in text
    assert LEAF in text
