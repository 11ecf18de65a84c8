"""What is hidden is hidden in others' quotes of it too.

A quote stands in the words of whoever quotes, so the HTML of their post says a neutral line in its place: it is what
pages, mails and the search read. The words themselves stay as they were typed, for their author's form and copy and for
whoever looks into a case; and where a post is shown again, so are its quotes.
"""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, live
from community.search.operations import index_thing
from forums.topics.activity import keys_of
from forums.topics.markup import render
from forums.topics.models import Post
from forums.writing.erasing import still_named
from forums.writing.quotes import Quotes, telling_lines, whole_words


def leave_hidden_out(post: Post) -> None:
    """Called with each new and each changed post, in its deed's transaction: what it quotes may be hidden already."""
    if ">" in post.body:
        _draw([post])


def follow_in_quotes(hidden: Post) -> None:
    """Draw the posts anew that may quote one which was hidden or is shown again. Its topic's row is held."""
    quoting = Post.objects.filter(topic=hidden.topic_id, body__contains=">", erased_at=None).exclude(pk=hidden.pk)
    _draw(list(quoting.select_for_update(of=("self",)).order_by("pk")), changed=True)


def without_hidden(post: Post) -> str:
    """The words of a post as they may be told."""
    return _without(post, _hidden_in(post.topic_id))


def _hidden_in(topic_id: int) -> dict[int, str]:
    """The words of what is hidden in a topic, by the number of the post."""
    hidden = Post.objects.filter(topic=topic_id, erased_at=None).exclude(hidden_at=None)
    return dict(hidden.exclude(body="").values_list("pk", "body"))


def _without(post: Post, hidden: dict[int, str]) -> str:
    others = [body for pk, body in hidden.items() if pk != post.pk]
    whole = frozenset(filter(None, map(whole_words, others)))
    with translation.override(settings.LANGUAGE_CODE):
        instead = _("A quote that is not shown any more.")
    return Quotes(wrote=set(), lines=telling_lines(others), whole=whole, instead=instead).change(post.body)


def _draw(posts: list[Post], changed: bool = False) -> None:
    if not posts:
        return
    hidden, drawn = _hidden_in(posts[0].topic_id), False
    for post in posts:
        words = _without(post, hidden)
        if words == post.body and not changed:
            continue
        html = render(words, still_named(post))
        if html == post.html:
            continue
        post.html = html
        if changed:
            post.changed_at = clock.now()
        post.save(update_fields=["html", "changed_at"])
        index_thing(post)
        drawn = True
    if changed and drawn:
        keys = keys_of(posts[0].topic)
        transaction.on_commit(lambda: live.announce(keys))
