"""What a person sees and may do: the list, the mark in the shell, the choices, and the way out from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from community.membership.operations import end_membership
from community.notifications.models import Notification, NotificationPreference
from community.notifications.outbox import unsubscribe_token
from tests.tellings import TITLE, answer, company_topic, youth_topic

LEAF = 'class="dot"'


def page(client, name="notifications", **headers):
    return client.get(reverse(name), headers=headers)


def test_the_list_tells_who_answered_what_and_where_newest_first(world, browse):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    answer(world, topic, "jonas")
    text = page(browse("freja")).content.decode()
    assert text.index("Jonas") < text.index("Amina")
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


def test_the_list_goes_on_by_key_without_repeating_or_skipping(world, browse):
    topic = youth_topic(world)
    for _ in range(45):
        answer(world, topic, "amina")
    client, seen, address = browse("freja"), [], reverse("notifications")
    for lines in (20, 20, 5):
        context = client.get(address).context
        assert len(context["lines"]) == lines
        seen += [line.notification.pk for line in context["lines"]]
        address = reverse("notifications") + "?before=" + context["older"].replace("+", "%2B")
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 45


@pytest.mark.parametrize("key", ["x", "_", "2026-01-01_1", "2026-01-01T00:00:00+00:00_²", "_" + "9" * 30, "\x00_1"])
def test_nonsense_in_the_address_is_not_found(world, browse, key):
    assert browse("freja").get(reverse("notifications"), {"before": key}).status_code == 404


@pytest.mark.parametrize("things", [1, 3, 25])
def test_the_list_costs_the_same_whatever_stands_on_it(world, browse, django_assert_num_queries, things):
    topic, other = youth_topic(world, "signe"), company_topic(world, "signe")
    for _ in range(things):
        answer(world, topic, "amina")
        answer(world, other, "mona")
    client = browse("signe")
    page(client)  # the first visit of a session also writes the session down
    with django_assert_num_queries(LIST_QUERIES):
        page(client)
    with django_assert_num_queries(MARK_QUERIES):
        page(client, "notifications_mark")


#: session, person, memberships, the rows, the things of the one kind, the count on the page, the marks of the shell
LIST_QUERIES = 7
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


def test_one_chooses_what_comes_by_mail(world, browse):
    client = browse("freja")
    address = reverse("notification_settings")
    assert "checked" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 302
    assert "checked" not in client.get(address).content.decode()
    assert client.post(address, {"wanted": ["reply_posted"]}).status_code == 302
    chosen = NotificationPreference.objects.filter(mail=True)
    assert [choice.kind for choice in chosen] == ["reply_posted"]
    assert client.post(address, {"wanted": ["no_such_kind"]}).status_code == 422


def stop_address(world):
    return reverse("unsubscribe", args=[unsubscribe_token(world.freja.pk, "reply_posted")])


def test_one_click_from_a_mail_program_stops_the_mails_without_a_session(world):
    client = Client(enforce_csrf_checks=True)
    assert client.post(stop_address(world), {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert [(p.person, p.kind, p.mail) for p in NotificationPreference.objects.all()] == [
        (world.freja, "reply_posted", False)
    ]


def test_the_button_of_the_page_goes_the_ordinary_way(world):
    client = Client(enforce_csrf_checks=True)
    response = client.get(stop_address(world))
    assert response.status_code == 200
    assert client.post(stop_address(world)).status_code == 403
    assert not NotificationPreference.objects.exists()
    token = response.context["csrf_token"]
    assert client.post(stop_address(world), {"csrfmiddlewaretoken": str(token)}).status_code == 200
    assert NotificationPreference.objects.get().mail is False


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
