"""Sharing practice, choosing how far it is read, and saying that one has tried it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from community import clock, live
from community.activity.record import record
from community.asides.operations import is_put_aside
from community.people.models import Person
from community.permissions import require
from community.roles import SpaceKind
from community.search.operations import set_reach_of
from community.undo import UNDO_TAKEN_FOR
from company_network.companies.models import Company, companies_of
from company_network.practices.activity import PracticePosted, PracticeTried, ReachSet, TryChanged
from company_network.practices.models import FIELDS, Practice, TriedHere
from company_network.practices.policy import can_change_try, can_set_reach, can_try, reaches_for
from forums.boards.models import Board
from forums.topics.activity import keys_of
from forums.topics.models import Meant, Post, PostKind, Reach, Topic, TopicKind
from forums.topics.operations import post_topic

#: Rows that one run of the job erases.
ERASED_A_RUN = 500


@transaction.atomic
def post_practice(
    *,
    actor: Person,
    board: Board,
    title: str,
    words: dict[str, str],
    reach: str = Reach.SPACE,
    company: Company | None = None,
    file_count: int = 0,
    client_uuid: UUID | None = None,
    meant: Meant | None = None,
    add_to: Callable[[Post], object] | None = None,
) -> Topic:
    """Share what one tried, on a companies' or a team's board; `words` holds the four fields. Those who follow the
    board are told, open pages show it, and whom it names is notified.

    On a companies' board it is `company`'s, one that the actor speaks for, and without one the first such. The same
    `client_uuid` again returns the topic that stands. Raises Refused where the actor shares nothing there, or not as
    far as `reach`, or does not speak for the company.
    """
    board = Board.objects.select_related("space").get(pk=board.pk)
    open_to = reaches_for(actor, board)
    require(bool(open_to), _("You cannot share practice here."))
    require(reach in open_to, _("You cannot share it that far from here."))
    if board.space.kind == SpaceKind.TEAM:
        company = None
    elif company is None:
        company = companies_of(actor, network=board.space.network_id).order_by("pk").first()
    else:
        own = companies_of(actor, pk=company.pk, network=board.space.network_id).exists()
        require(own, _("You do not speak for this workplace."))

    def add(story: Post) -> None:
        Practice.objects.create(topic=story.topic, company=company, **{name: words.get(name, "") for name in FIELDS})
        if add_to:
            add_to(story)

    return post_topic(
        actor=actor,
        board=board,
        kind=TopicKind.PRACTICE,
        title=title,
        reach=reach,
        story_kind=PostKind.PRACTICE,
        file_count=file_count,
        client_uuid=client_uuid,
        meant=meant,
        activity=PracticePosted,
        add_to=add,
    )


@transaction.atomic
def set_reach(*, actor: Person, topic: Topic, reach: str) -> Topic:
    """Choose who may read a practice from now on. Nobody is told. Narrowing takes it from the others at once: from
    pages, search, notices, mails not yet sent, files, what they saved and began; open pages of theirs find it gone.

    The same again changes nothing. Raises Refused for anybody but who keeps the post, and for a reach that is not
    theirs to choose.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space").get(pk=topic.pk)
    require(can_set_reach(actor, topic, reach), _("You cannot choose that for this post."))
    if topic.reach == reach:
        return topic
    topic.reach = reach
    topic.save(update_fields=["reach"])
    set_reach_of("post", topic.posts.values("pk"), None if reach == Reach.SPACE else reach)
    record(ReachSet(actor=actor, topic=topic))
    transaction.on_commit(lambda: live.ask_again(keys_of(topic)))
    return topic


def _locked(practice: Practice) -> Practice:
    """The practice with its row held: its count is kept one deed at a time."""
    rows = Practice.objects.select_for_update(of=("self",)).select_related("topic__board__space", "topic__author")
    return rows.get(pk=practice.pk)


def _count(practice: Practice) -> None:
    practice.tried_count = practice.tries.standing().count()
    practice.save(update_fields=["tried_count"])


@transaction.atomic
def say_tried(*, actor: Person, practice: Practice, company: Company, line: str = "") -> TriedHere:
    """Say that a workplace has tried it too, with a line on how it went; or change that line. The first time the
    author is told. Open pages show where it was tried. Raises Refused where the actor does not speak for the company,
    it is the company's own practice, or the line is hidden."""
    practice = _locked(practice)
    require(can_try(actor, practice, company), _("Only another workplace can say that it has tried this."))
    now = clock.now()
    tried = TriedHere.objects.filter(practice=practice, company=company).first()
    hidden = tried is not None and is_put_aside("tried_here", tried.pk)
    require(not hidden, _("Your line is hidden until a consultant has looked. Then you can change it."))
    if tried is None:
        tried = TriedHere.objects.create(practice=practice, company=company, person=actor, line=line, at=now)
        _count(practice)
        tried.practice, tried.company = practice, company
        record(PracticeTried(actor=actor, tried=tried))
        return tried
    if tried.line == line and tried.taken_back_at is None:
        return tried
    tried.line, tried.person, tried.changed_at, tried.taken_back_at = line, actor, now, None
    tried.save(update_fields=["line", "person", "changed_at", "taken_back_at"])
    _count(practice)
    record(TryChanged(actor=actor, tried=tried))
    return tried


@transaction.atomic
def take_back_tried(*, actor: Person, tried: TriedHere) -> TriedHere:
    """Take back that one's workplace has tried it; for a moment it can be undone. Nobody is told. Twice is once. Raises
    Refused where the actor does not speak for that workplace."""
    practice = _locked(tried.practice)
    tried = TriedHere.objects.select_for_update(of=("self",)).get(pk=tried.pk)
    require(can_change_try(actor, tried), _("Only your own workplace is yours to speak for."))
    if tried.taken_back_at is None:
        tried.taken_back_at = clock.now()
        tried.save(update_fields=["taken_back_at"])
        _count(practice)
        record(TryChanged(actor=actor, tried=tried))
    return tried


@transaction.atomic
def restore_tried(*, actor: Person, tried: TriedHere) -> TriedHere:
    """Undo that it was taken back, soon after it. Raises Refused when it is too late, and for others' workplaces."""
    practice = _locked(tried.practice)
    tried = TriedHere.objects.select_for_update(of=("self",)).get(pk=tried.pk)
    require(can_try(actor, practice, tried.company), _("Only your own workplace is yours to speak for."))
    if tried.taken_back_at is None:
        return tried
    require(
        clock.now() - tried.taken_back_at < UNDO_TAKEN_FOR, _("It is too late to undo this. You can write it again.")
    )
    tried.taken_back_at = None
    tried.save(update_fields=["taken_back_at"])
    _count(practice)
    record(TryChanged(actor=actor, tried=tried))
    return tried


def tries_to_erase() -> QuerySet[TriedHere]:
    """What was taken back and can be undone no more."""
    return TriedHere.objects.filter(taken_back_at__lt=clock.now() - UNDO_TAKEN_FOR)


def erase_taken_back_tries(*, limit: int = ERASED_A_RUN) -> int:
    """Erase for good what was taken back and can be undone no more. Gives how many."""
    ids: list[Any] = list(tries_to_erase().order_by("pk").values_list("pk", flat=True)[:limit])
    return TriedHere.objects.filter(pk__in=ids).delete()[0]
