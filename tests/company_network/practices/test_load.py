"""Twenty thousand practice posts of two thousand workplaces: a page costs hardly more than with a thousand posts."""

import random
import statistics
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from community import clock
from community.search.operations import reindex
from company_network.companies.models import Company, Trade
from company_network.practices.models import Practice
from forums.tags.models import Tag, TopicTag
from forums.topics.models import Post, Topic
from tests.shared_practice import board_of, workplaces

pytestmark = pytest.mark.long

FEW, MANY, COMPANIES = 1_000, 20_000, 2_000
TIMES = 25
#: How much dearer a page may be with twenty thousand posts than with a thousand.
AT_MOST = 1.3
TRADES = 20
#: In every second post, in one of twenty-five, in the forty oldest of each network: every page of them is full.
COMMON, RARE, RAREST = "makker", "fredag", "kolibri"

VOCABULARY = [
    f"{start}{end}" for start in ("lag", "køk", "mask", "truk", "hav", "kont") for end in ("hus", "dag", "sted")
]


def make(world, first, last):
    """Practice with the numbers from `first` to `last`: a half in Roskilde, a half in Horsens, half of each across."""
    dice = random.Random(first)
    trades = [Trade.objects.get_or_create(name=f"Branche {number}")[0] for number in range(TRADES)]
    networks = {"roskilde": ("mona", board_of(world)), "horsens": ("line", board_of(world, "horsens"))}
    # In the order they were made in: which of them shares across goes by their place.
    companies = {
        name: list(Company.objects.filter(network=getattr(world, name), name__startswith="Nr.").order_by("pk"))
        for name in networks
    }
    for name, found in companies.items():
        if not found:
            found += Company.objects.bulk_create(
                Company(
                    network=getattr(world, name),
                    name=f"Nr. {number}",
                    trade=trades[number % TRADES],
                    made_by=world.people["ellen"],
                )
                for number in range(COMPANIES // 2)
            )
    tags = {
        (name, word): Tag.objects.get_or_create(space=board.space, name=word)[0]
        for name, (_who, board) in networks.items()
        for word in (COMMON, RARE, RAREST)
    }
    began = clock.now() - timedelta(days=400)
    topics, borne = [], []
    for number in range(first, last):
        name = ("roskilde", "horsens")[number % 2]
        who, board = networks[name]
        topic = Topic(
            board=board,
            author=world.people[who],
            author_role="company",
            kind="practice",
            title=" ".join(dice.choices(VOCABULARY, k=4)),
            reach="across" if number % 4 < 2 else "space",
            created_at=began + timedelta(minutes=number),
            last_activity_at=began + timedelta(minutes=number),
            last_author=world.people[who],
        )
        of_network = number // 2
        bears = {COMMON: of_network % 2 == 0, RARE: of_network % 25 == 0, RAREST: of_network < 40}
        borne.append([tags[name, word] for word, holds in bears.items() if holds])
        topic.tag_names = [[tag.pk, tag.name] for tag in borne[-1]]
        topics.append(topic)
    topics = Topic.objects.bulk_create(topics, batch_size=2_000)
    Post.objects.bulk_create(
        [
            Post(
                topic=topic,
                author=topic.author,
                author_role="company",
                kind="practice",
                position=0,
                created_at=topic.created_at,
            )
            for topic in topics
        ],
        batch_size=2_000,
    )
    Practice.objects.bulk_create(
        [
            Practice(
                topic=topic,
                company=companies[("roskilde", "horsens")[number % 2]][number // 2 % (COMPANIES // 2)],
                situation=" ".join(dice.choices(VOCABULARY, k=30)),
                advice=" ".join(dice.choices(VOCABULARY, k=8)),
            )
            for number, topic in enumerate(topics)
        ],
        batch_size=2_000,
    )
    TopicTag.objects.bulk_create(
        [TopicTag(content_object=topic, tag=tag) for topic, found in zip(topics, borne, strict=True) for tag in found],
        batch_size=2_000,
    )
    for tag in tags.values():
        Tag.objects.filter(pk=tag.pk).update(topic_count=TopicTag.objects.filter(tag=tag).count())
    reindex(missing_only=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(world):
    """Addresses of everything one browses, by what it is."""
    here = board_of(world)
    middle = Topic.objects.filter(board=here).order_by("created_at")[Topic.objects.filter(board=here).count() // 2]
    before = f"before={middle.created_at.isoformat().replace('+', '%2B')}_{middle.pk}"
    tags = {word: Tag.objects.get(space=here.space, name=word).pk for word in (COMMON, RARE, RAREST)}
    trade, silent = (Trade.objects.get(name=f"Branche {number}").pk for number in (4, 3))
    practices = reverse("practices")
    newest = Topic.objects.filter(board=here, reach="across").latest("pk")
    return {
        "own": practices,
        "own, the middle": f"{practices}?{before}",
        "across": f"{practices}?where=across",
        "across, the middle": f"{practices}?where=across&{before}",
        "of a trade": f"{practices}?where=across&trade={trade}",
        # It shares nothing across: whoever looks must not walk through everything that others share.
        "of a trade that has nothing": f"{practices}?where=across&trade={silent}",
        "a common tag": f"{practices}?where=across&tag={tags[COMMON]}",
        "a rare tag": f"{practices}?where=across&tag={tags[RARE]}",
        "the rarest tag": f"{practices}?where=across&tag={tags[RAREST]}",
        "a practice": reverse("topic", args=[newest.pk]),
    }


#: On SQLite the work is done in this process: its own time, whatever else the machine does.
clock_of_work = time.process_time if connection.vendor == "sqlite" else time.perf_counter


def measure(client, addresses):
    """Milliseconds, a fifth of them faster; in turns, so that a busy machine slows all alike."""
    taken = {name: [] for name in addresses}
    for _turn in range(TIMES):
        cache.clear()
        for name, address in addresses.items():
            start = clock_of_work()
            answer = client.get(address)
            taken[name].append((clock_of_work() - start) * 1000)
            assert answer.status_code == 200
    return {name: statistics.quantiles(times[5:], n=5)[0] for name, times in taken.items()}


def test_twenty_thousand_posts_cost_hardly_more_than_a_thousand(world, browse, capsys):
    workplaces(world)
    client = browse("mona")
    make(world, 0, FEW)
    few = measure(client, pages(world))
    make(world, FEW, MANY)
    many = measure(client, pages(world))
    grown = {name: many[name] / few[name] for name in few}
    with capsys.disabled():
        print()
        for name, factor in grown.items():
            print(f"  {name:20} {few[name]:6.1f} ms  {many[name]:6.1f} ms  x {factor:.2f}")
    assert max(grown.values()) < AT_MOST, grown
