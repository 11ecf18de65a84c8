"""The data of the load tests: 200 people, 2,000 topics, 100,000 posts, one topic with 10,000; or as much as
`tests.load.fill` is told.

Made by bulk, since a hundred thousand operations would take an hour; everything the operations keep beside the rows
(HTML, positions, counts, bylines, reading, words of reaction, the search) is kept alike. The same seed makes the same
data.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from community import clock
from community.membership.models import Group, Network
from community.membership.operations import begin_membership, found_network, make_group
from community.people.models import Person
from community.reactions.models import Reaction, ReactionWord
from community.roles import GroupKind, Role
from community.search.operations import reindex
from forums.boards.models import Board
from forums.reading.models import SavedPost, TopicReading
from forums.topics import markup
from forums.topics.models import TOLD_KINDS, Post, PostKind, Topic, Wish
from youth_network.witnessing.models import WitnessResponse

SEED = 2026
#: Rows that go to the database at once.
BATCH = 2_000

#: What the posts are made of, besides the words that are counted.
VOCABULARY = [
    f"{start}{middle}{end}"
    for start in ("lag", "køk", "mask", "truk", "hav", "kont", "vær", "buts")
    for middle in ("er", "en", "in", "ik", "or", "al")
    for end in ("hus", "bord", "dag", "folk", "sted", "tid")
]
#: In three posts of four, in one of a hundred, in three of all.
COMMON, MIDDLING, RARE = "arbejde", "varmepumpe", "kolibri"


@dataclass(frozen=True)
class Size:
    people: int = 200
    topics: int = 2_000
    posts: int = 100_000
    longest: int = 10_000


@dataclass(frozen=True)
class Made:
    #: A youth who reads and writes.
    reader: Person
    board: Board
    #: The one with most answers.
    long_topic: Topic
    #: One with a page of answers, as most are.
    plain_topic: Topic


def generate(size: Size, name: str = "load") -> Made:
    """One network whose youths share one board; some of everything that stands on pages stands on these."""
    dice = random.Random(f"{SEED} {name}")
    board, youths = _people(size.people, name)
    topics = _topics(dice, board, youths, size.topics)
    _posts(dice, topics, _answers_of(size), youths)
    _what_hangs_on(dice, board, youths)
    # Before, too: a database that knows nothing of its tables yet joins a hundred thousand rows as if they were few.
    _analyze()
    reindex()
    _analyze()
    found = Topic.objects.filter(board=board).order_by("-last_position", "pk")
    return Made(reader=youths[0], board=board, long_topic=found[0], plain_topic=found[len(topics) // 2])


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(count: int, name: str) -> tuple[Board, list[Person]]:
    head = Person.objects.create_user(f"{name}-head@example.com", "Ellen")
    begin_membership(actor=None, person=head, role=Role.PROGRAMME)
    network: Network = found_network(actor=head, name=f"NExTWORK {name}", municipality=name)
    consultant = Person.objects.create_user(f"{name}-consultant@example.com", "Signe")
    team = network.groups.get(kind=GroupKind.TEAM)
    begin_membership(actor=head, person=consultant, role=Role.CONSULTANT, group=team)
    groups: list[Group] = []
    youths = []
    for number in range(count - 2):
        if number % 8 == 0:
            groups.append(make_group(actor=consultant, network=network, name=f"Hold {number // 8 + 1}"))
        youth = Person.objects.create_user(f"{name}-{number}@example.com", f"Ung {number + 1}")
        begin_membership(actor=consultant, person=youth, role=Role.YOUTH, group=groups[-1])
        youths.append(youth)
    return Board.objects.get(space__network=network, space__kind="youth_forum"), youths


def _answers_of(size: Size) -> list[int]:
    """How many answers each topic has: one very long, and the rest alike, so that all posts together are as many as
    asked (each topic's story is one of them)."""
    others = size.posts - size.topics - size.longest
    each, left = divmod(others, size.topics - 1)
    return [size.longest, *(each + (number < left) for number in range(size.topics - 1))]


def _topics(dice: random.Random, board: Board, youths: list[Person], count: int) -> list[Topic]:
    now = clock.now()
    return Topic.objects.bulk_create(
        [
            Topic(
                board=board,
                author=youths[number % len(youths)],
                kind=dice.choice(TOLD_KINDS),
                wish=dice.choice([Wish.TRIED, Wish.ADVICE]),
                title=" ".join(dice.choices(VOCABULARY, k=5)).capitalize(),
                client_uuid=UUID(int=dice.getrandbits(128), version=4),
                created_at=now - timedelta(days=30, minutes=number),
                last_activity_at=now - timedelta(days=30, minutes=number),
                last_author=youths[number % len(youths)],
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )


def _posts(dice: random.Random, topics: list[Topic], answers: list[int], youths: list[Person]) -> None:
    waiting: list[Post] = []
    number = 0
    for topic, many in zip(topics, answers, strict=True):
        for position in range(many + 1):
            number += 1
            waiting.append(_post(dice, topic, position, number, youths))
        topic.reply_count = topic.last_position = many
        topic.last_activity_at, topic.last_author = waiting[-1].created_at, waiting[-1].author
        if len(waiting) >= BATCH:
            _write(dice, waiting)
            waiting = []
    _write(dice, waiting)
    Topic.objects.bulk_update(
        topics, ["reply_count", "last_position", "last_activity_at", "last_author"], batch_size=BATCH
    )


def _post(dice: random.Random, topic: Topic, position: int, number: int, youths: list[Person]) -> Post:
    author = topic.author if position == 0 else dice.choice(_circle(topic, youths))
    kind: str = PostKind.STORY if position == 0 else PostKind.EXPERIENCE
    if position and author == topic.author:
        kind = PostKind.ANSWER
    elif position % 20 == 7:
        kind = PostKind.WITNESS
    body = "" if kind == PostKind.WITNESS else _words(dice, number)
    at: datetime = topic.created_at + timedelta(seconds=120 * position)
    return Post(
        topic=topic,
        author=author,
        kind=kind,
        body=body,
        html=markup.render(body),
        position=position,
        client_uuid=UUID(int=dice.getrandbits(128), version=4) if position else None,
        created_at=at,
    )


def _circle(topic: Topic, youths: list[Person]) -> list[Person]:
    """Who talks in a topic: mostly a group's worth of people, in every hundredth topic anybody."""
    if topic.pk % 100 == 1:
        return youths
    first = youths.index(topic.author)
    return (youths + youths)[first : first + 8]


def _words(dice: random.Random, number: int) -> str:
    words = dice.choices(VOCABULARY, k=dice.randint(6, 60))
    if number % 4:
        words.insert(number % len(words), COMMON)
    if number % 100 == 1:
        words.append(MIDDLING)
    if number in (10, 500, 990):
        words.append(RARE)
    if number % 9 == 0:
        words[0] = f"**{words[0]}**"
    return " ".join(words).capitalize() + ("\n\n" + " ".join(dice.choices(VOCABULARY, k=8)) if number % 5 == 0 else "")


def _write(dice: random.Random, posts: list[Post]) -> None:
    Post.objects.bulk_create(posts, batch_size=BATCH)
    WitnessResponse.objects.bulk_create(
        [
            WitnessResponse(
                post=post,
                expression=" ".join(dice.choices(VOCABULARY, k=8)),
                resonance=" ".join(dice.choices(VOCABULARY, k=12)),
                transport=" ".join(dice.choices(VOCABULARY, k=6)),
            )
            for post in posts
            if post.kind == PostKind.WITNESS
        ],
        batch_size=BATCH,
    )


def _what_hangs_on(dice: random.Random, board: Board, youths: list[Person]) -> None:
    """Every third post was answered with a word, every fiftieth saved by the reader; the reader has read half."""
    words = list(ReactionWord.objects.filter(space=board.space, retired_at=None))
    reader = youths[0]
    posts = Post.objects.filter(topic__board=board)
    third = posts.exclude(kind=PostKind.WITNESS).annotate(rest=F("pk") % 3).filter(rest=0).order_by("pk")
    found = list(third.values_list("pk", "author_id"))
    for first in range(0, len(found), BATCH):
        reactions, answered = [], []
        for pk, author_id in found[first : first + BATCH]:
            givers = [person for person in dice.sample(youths, 3) if person.pk != author_id]
            word = dice.choice(words)
            answered.append(Post(pk=pk, reactions={str(word.pk): len(givers)}))
            reactions += [Reaction(subject_type="post", subject_id=pk, person=giver, word=word) for giver in givers]
        Reaction.objects.bulk_create(reactions)
        Post.objects.bulk_update(answered, ["reactions"])
    SavedPost.objects.bulk_create(
        [SavedPost(person=reader, post_id=pk) for pk in posts.values_list("pk", flat=True) if pk % 50 == 0],
        batch_size=BATCH,
    )
    TopicReading.objects.bulk_create(
        [
            TopicReading(person=reader, topic=topic, read_position=topic.last_position // 2)
            for topic in Topic.objects.filter(board=board)
        ],
        batch_size=BATCH,
    )
