"""What becomes of posts and topics by a deed of care (community/moderation): called in its transaction.

`Post.hidden_at` and `Topic.hidden_at` say that a thing is hidden, for every page, file, notice and search at once
(forums/topics/models.py: not_hidden_from). A story takes its topic along.
"""

from django.db import transaction

from community import clock, live
from community.roles import SPACES_OF_ADULTS
from community.search.operations import index_thing
from forums.boards.models import Board
from forums.care.quotes import follow_in_quotes
from forums.tags.operations import count_tags_again, hide_tags, show_tags
from forums.topics.activity import keys_of
from forums.topics.models import Post, Topic


def lock_post(pk: int) -> Post:
    """The post as it stands, its topic's row held, as every deed on posts holds it; of a story, which bears tags, its
    board's first."""
    topic_id, position = Post.objects.values_list("topic_id", "position").get(pk=pk)
    if position == 0:
        Board.objects.select_for_update(of=("self",)).get(topics=topic_id)
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space").get(pk=topic_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=pk)
    post.topic = topic
    return post


def hide_post(pk: int, hidden: bool) -> None:
    """Hide a post from all but its author and the network's consultants, or let it stand again. Open pages follow."""
    post = lock_post(pk)
    if (post.hidden_at is not None) == hidden:
        return
    now = clock.now()
    post.hidden_at, post.changed_at = now if hidden else None, now
    post.save(update_fields=["hidden_at", "changed_at"])
    if post.position == 0:
        post.topic.hidden_at = post.hidden_at
        post.topic.save(update_fields=["hidden_at"])
        count_tags_again(post.topic)
        keys = keys_of(post.topic)
        transaction.on_commit(lambda: live.ask_again(keys))
    follow_in_quotes(post)
    board = [f"board:{post.topic.board_id}"]
    transaction.on_commit(lambda: live.announce(board))


def close_topic_of(pk: int, rule: str) -> None:
    """Let nobody answer the topic of this story any more, with the rule that stands there; without one, open it."""
    topic = lock_post(pk).topic
    topic.closed_at, topic.closed_by_rule = (clock.now(), rule) if rule else (None, "")
    topic.save(update_fields=["closed_at", "closed_by_rule"])


def places_of(post: Post) -> list[tuple[int, str]]:
    """The boards on which the story's topic would be read by some of its readers and by nobody else, its author among
    them: words are never put before more people than they were told to."""
    topic = post.topic
    if post.position or topic.reach != "space":
        return []
    here = topic.board.space
    now = set(here.readers().values_list("pk", flat=True))
    boards = Board.objects.filter(space__network=here.network_id).exclude(pk=topic.board_id)
    places = []
    for board in boards.select_related("space__group", "space__network").order_by("space__kind", "pk"):
        then = set(board.space.readers().values_list("pk", flat=True))
        if topic.author_id in then and then <= now:
            places.append((board.pk, board.space.name))
    return places


def move_topic_of(pk: int, board_id: int) -> int:
    """Put the topic of this story on another board; gives the one it stood on. Its tags belong to their space: they
    wait with the topic, and stand again where it comes back."""
    before = Post.objects.values_list("topic__board", flat=True).get(pk=pk)
    list(Board.objects.select_for_update(of=("self",)).filter(pk__in=[before, board_id]).order_by("pk"))
    topic = lock_post(pk).topic
    if topic.board_id == board_id:
        return board_id
    before, keys = topic.board_id, keys_of(topic)
    hide_tags(topic)
    topic.board = Board.objects.select_related("space__group", "space__network").get(pk=board_id)
    topic.save(update_fields=["board"])
    if topic.topic_tags.filter(tag__space=topic.board.space_id).exists():
        show_tags(topic)
    for post in Post.objects.filter(topic=topic, removed_at=None).select_related("topic__board"):
        index_thing(post)
    boards = [f"board:{before}", f"board:{board_id}"]
    transaction.on_commit(lambda: live.ask_again(keys))
    transaction.on_commit(lambda: live.announce([*keys, *boards]))
    return before


def names_are_hidden(post: Post) -> bool:
    """Where adults write about youths who do not read along."""
    return post.topic.board.space.kind in SPACES_OF_ADULTS
