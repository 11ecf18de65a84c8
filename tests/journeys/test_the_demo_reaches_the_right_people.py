"""The demo's topics, answers and letters stand as written where they belong, and nowhere else.

Everybody of the demo walks every link from their home, searches for every title, reads their notices and mails, and
asks the socket for every topic; what they met is compared with the file, word for word.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from community import clock, live
from community.activity.record import quietly
from community.notifications.outbox import deliver_due
from community.people.models import Person
from community.roles import Role
from forums.topics.models import PostKind, Topic
from forums.topics.operations import post_reply
from forums.topics.policy import kinds_open_to
from home.demo.loading import load_people, load_topics
from home.demo.people import content, demo_people
from tests.personas import sign_in

#: No pages of ours to read, or doors out.
NOT_WALKED = ("/static/", "/media/", "/admin/", "/accounts/", "/demo/", "/i18n/")
SEES_YOUTHS = (Role.YOUTH, Role.CONSULTANT, Role.PSYCHOLOGIST)
FROM = ["/", "/since-last/", "/network/", "/chat/", "/me/", "/notifications/", "/search/", "/drafts/"]


def strings_of(told) -> list[str]:
    """Every paragraph that somebody wrote in this topic."""
    texts = [told["titel"], told["tekst"]]
    for answer in told["svar"]:
        texts += answer["bevidning"].values() if answer["type"] == "bevidning" else [answer["tekst"]]
    return [" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()]


@pytest.fixture
def people(db):
    with quietly():
        people = load_people()
        load_topics(people)
    return people


def words_of(html: str) -> str:
    """What a person reads, and what stands in values and attributes."""
    html = re.sub(r"</?(strong|em|mark|a)\b[^>]*>", "", html)
    return " ".join(unescape(html).split())


def walk(client: Client) -> str:
    """Everything on every page that links and fragments lead to."""
    waiting, known, met = list(FROM), set(), []
    while waiting:
        # An open page asks with the moment it was made at, which is another one each time.
        path = re.sub(r"&changed=\d+", "", waiting.pop().partition("#")[0])
        # A quote in the field for an answer says again what the page says.
        if path in known or path.startswith(NOT_WALKED) or "?quote=" in path:
            continue
        known.add(path)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.status_code != 200 or answer.streaming:
            continue
        html = answer.content.decode()
        met.append(words_of(html))
        waiting += [unescape(link) for link in re.findall(r'(?:href|hx-get)="(/[^/"][^"]*)"', html)]
    return "\n".join(met)


def test_the_file_holds_what_the_issue_counts(people):
    answers = [answer for told in content()["forum"] for answer in told["svar"]]
    assert len(content()["forum"]) == Topic.objects.count() == 15
    assert sum(answer["type"] == "bevidning" for answer in answers) == 6
    assert sum(topic.posts.filter(kind=PostKind.WITNESS).count() for topic in Topic.objects.all()) == 6
    assert sum(topic.reply_count for topic in Topic.objects.all()) == len(answers)


def test_everybody_meets_their_own_and_nobody_elses(people):
    wrong = []
    everybody = demo_people()
    if connection.vendor == "postgresql":
        # All of them on the default; here one of each kind in each place.
        everybody = list({(one.role, one.network): one for one in everybody}.values())
    for one in [*everybody, None]:
        who = one.id if one else "visitor"
        sees = one.network if one is not None and one.role in SEES_YOUTHS else None
        client = Client() if one is None else sign_in(Client(), people[who])
        met = walk(client)
        for told in content()["forum"] if one is not None else ():
            found = client.post(reverse("search"), {"words": told["titel"]})
            # The field repeats what was looked for; the results are what counts.
            met += words_of(found.content.decode().partition('id="results"')[2])
        for told in content()["forum"]:
            belongs = told["netvaerk"] == sees
            wrong += [f"{who}: {string}" for string in strings_of(told) if (string in met) != belongs]
        if one is not None:
            person = Person.objects.get(pk=people[who].pk)
            followed = {topic.title for topic in Topic.objects.all() if live.subscribable["topic"](person, topic.pk)}
            assert followed == {told["titel"] for told in content()["forum"] if told["netvaerk"] == sees}, who
    assert not wrong, "\n".join(wrong)


def test_notices_reach_their_network_and_mails_hold_nothing(people):
    """Somebody answers every topic again: notices tell its teller, mails tell nothing that was written."""
    for topic in Topic.objects.select_related("author", "board__space__network"):
        youths = topic.board.space.readers().filter(memberships__role=Role.YOUTH)
        other = youths.exclude(pk=topic.author_id).first()
        kinds = kinds_open_to(other, topic, topic.board.space)
        kind = next(kind for kind in kinds if kind != PostKind.WITNESS)
        post_reply(actor=other, topic=topic, kind=kind, body="Kanarie 4c1e synger")
    # At noon: in nobody's quiet hours.
    with clock.at((clock.now() + timedelta(days=8)).replace(hour=11)):
        deliver_due()
    assert mail.outbox
    strings = [string for told in content()["forum"] for string in strings_of(told)]
    for letter in mail.outbox:
        text = words_of(str(letter.message()) + letter.body + "".join(part[0] for part in letter.alternatives))
        assert "Kanarie" not in text
        assert not [string for string in strings if string in text]
    for one in demo_people():
        notices = words_of(sign_in(Client(), people[one.id]).get(reverse("notifications")).content.decode())
        for told in content()["forum"]:
            if told["netvaerk"] != one.network or one.role not in SEES_YOUTHS:
                assert told["titel"] not in notices
            if told["forfatter"] == one.id:
                assert told["titel"] in notices


def test_the_walk_meets_what_was_planted_elsewhere(people):
    """The check can fail: a paragraph of Roskilde's that somebody in Horsens writes is met in Horsens."""
    planted = strings_of(content()["forum"][0])[1]
    elsewhere = Topic.objects.filter(board__space__network__name="NExTWORK Horsens").first()
    assert planted not in walk(sign_in(Client(), people["yusuf"]))
    with quietly():
        post_reply(actor=elsewhere.author, topic=elsewhere, kind=PostKind.ANSWER, body=planted)
    assert planted in walk(sign_in(Client(), people["yusuf"]))
