"""What somebody told and answered on the boards.

Erasing takes every post back and erases it for good at once: a story with answers leaves a gap and a neutral title
above them. Letting the words stay keeps what others answered to, signed "former member": stories that somebody
answered, and answers in others' topics; a story that stands alone goes, and so does what only a photo or a voice said.
What was written for a workplace stays with the workplace (`belongs_to_a_workplace`).
"""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.attachments.own_data import own_files
from community.holders import BOTH, NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.ledger import Line, moment
from community.people.models import Person
from forums.topics.models import Post, PostKind, Topic
from forums.writing.erasing import erase_post, reword_post
from forums.writing.leavers import without
from forums.writing.models import PostVersion
from forums.writing.wording import wordings

#: Which posts are a workplace's and not their writer's. Rooms above register theirs in AppConfig.ready().
belongs_to_a_workplace: list[Q] = []


def _of(person: Person) -> QuerySet[Post]:
    return Post.objects.filter(author=person, erased_at=None)


def _own(person: Person) -> QuerySet[Post]:
    """What is the person's own to take along."""
    own = _of(person)
    for theirs in belongs_to_a_workplace:
        own = own.exclude(theirs)
    return own


def _goes_either_way(person: Person) -> Q:
    """What nobody else answered, what is taken back already, and what a photo or a voice says alone."""
    of_others = Post.objects.filter(topic=OuterRef("topic"), removed_at=None).exclude(author=person)
    alone = Q(topic__author=person) & ~Exists(of_others)
    wordless = Q(position__gt=0, body="") & ~Q(kind=PostKind.WITNESS)
    return alone | wordless | Q(removed_at__isnull=False)


def _entries(person: Person) -> Iterable[Entry]:
    posts = list(
        _of(person)
        .select_related("topic__board__space__group", "topic__board__space__network")
        .prefetch_related("versions")
        .order_by("created_at", "pk")
    )
    files = own_files(person, "post", [post.pk for post in posts if post.file_count])
    for post in posts:
        wording = wordings[post.kind]
        said = wording.parts(wording.read(post))
        before = sorted(post.versions.all(), key=lambda version: version.pk)
        facts = [(_("Where"), post.topic.board.space.name)]
        if post.removed_at:
            facts.append((_("Taken back"), _("Yes")))
        yield Entry(
            # What somebody else told has a title of theirs: the number tells which topic it is.
            title=post.topic.title if post.position == 0 else post.get_kind_display(),
            at=post.created_at,
            words="\n\n".join(f"{label}\n{text}" if label and text else label or text for label, text in said),
            facts=tuple(facts),
            files=files.get(post.pk, ()),
            data={
                "topic": post.topic_id,
                "position": post.position,
                "kind": post.kind,
                "edited_at": post.edited_at,
                "taken_back_at": post.removed_at,
                "before": [{"until": one.replaced_at, "words": one.words} for one in before],
            },
        )


def _fates(person: Person) -> Iterable[Fate]:
    own, either = _own(person), _goes_either_way(person)
    goes = own.filter(either).count()
    if stays := own.count() - goes:
        words = ngettext("%(count)s post in a talk with others", "%(count)s posts in talks with others", stays)
        yield Fate(count=stays, words=words % {"count": stays}, goes=ONLY_ERASING)
    if goes:
        words = ngettext(
            "%(count)s post that nobody answered, that has no words, or that you took back",
            "%(count)s posts that nobody answered, that have no words, or that you took back",
            goes,
        )
        yield Fate(count=goes, words=words % {"count": goes}, goes=BOTH)
    if count := PostVersion.objects.filter(post__in=own).count():
        words = _("What your posts said before you changed them")
        yield Fate(count=count, words=words, goes=BOTH)
    if shared := _of(person).count() - own.count():
        words = ngettext(
            "%(count)s good practice that belongs to your workplace",
            "%(count)s good practices that belong to your workplace",
            shared,
        )
        yield Fate(count=shared, words=words % {"count": shared}, goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    """Others' quotes first, which are known by what they quote; and of one's own the answers before their stories, so
    that a talk nobody else took part in leaves no gap."""
    forget = without(person, way)
    _change_others(person, forget.in_quotes)
    goes = _own(person) if way == Way.ERASE else _own(person).filter(_goes_either_way(person))
    for post in list(goes.order_by("-position", "pk")):
        erase_post(post)
    for post in list(_own(person)):
        PostVersion.objects.filter(post=post).delete()
        reword_post(post, forget.in_own_words)
    _of(person).exclude(author_title="").update(author_title="")


def _change_others(person: Person, change: Callable[[str], str]) -> None:
    topics = Topic.objects.filter(posts__author=person).values("pk")
    quoting = Post.objects.filter(topic__in=topics, body__contains=">", erased_at=None).exclude(author=person)
    for post in list(quoting):
        reword_post(post, change)


def replay_posts(lines: list[Line]) -> int:
    """Erase again what was taken back and stands in a restored database."""
    told = {line.number: line for line in lines}
    standing = Post.objects.filter(pk__in=list(told), erased_at=None)
    again = [post for post in standing.order_by("-position", "pk") if moment(post.created_at) == told[post.pk].born]
    for post in again:
        erase_post(post)
    return len(again)


WRITTEN = Holder(
    name="posts",
    title=gettext_lazy("What you told and answered"),
    place=20,
    models=("forums.Topic", "forums.Post"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
