"""Asking, closing the loop, and what the clock makes due."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import Activity, record
from community.people.models import Person
from community.permissions import require
from community.search.operations import index_thing
from company_network.companies.models import companies_of
from company_network.sparring.activity import (
    SparringAsked,
    SparringClosed,
    SparringEnding,
    SparringPassedOn,
    SparringRaised,
    SparringReopened,
)
from company_network.sparring.models import (
    ARCHIVED_AFTER,
    OPEN_FOR,
    PASSED_ON_AFTER,
    RAISED_AFTER,
    Sparring,
    answers_of_others,
)
from company_network.sparring.policy import can_ask_sparring, can_close_sparring
from forums.boards.models import Board
from forums.topics.models import Meant, Post, Topic, TopicKind
from forums.topics.operations import post_topic

#: Questions that one run of a job tells of.
TOLD_A_RUN = 200


@transaction.atomic
def ask_sparring(
    *,
    actor: Person,
    board: Board,
    question: str,
    body: str = "",
    file_count: int = 0,
    client_uuid: UUID | None = None,
    meant: Meant | None = None,
    add_to: Callable[[Post], object] | None = None,
) -> Topic:
    """Ask the other companies of the network one question, open for a week, for the workplace the actor speaks for.

    They are told, in their digest; open pages of the board show it. The same `client_uuid` again returns the question
    that stands. Raises Refused where the actor is not of a company there.
    """
    require(can_ask_sparring(actor, board), _("Companies ask one another here."))

    def open_it(story: Post) -> None:
        until = story.created_at + OPEN_FOR
        company = companies_of(actor, network=board.space.network_id).first()
        Sparring.objects.create(
            topic=story.topic, company=company, open_until=until, archived_from=until + ARCHIVED_AFTER
        )
        if add_to:
            add_to(story)

    return post_topic(
        actor=actor,
        board=board,
        kind=TopicKind.SPARRING,
        title=question,
        body=body,
        file_count=file_count,
        client_uuid=client_uuid,
        meant=meant,
        activity=SparringAsked,
        add_to=open_it,
    )


def _locked(sparring: Sparring) -> Sparring:
    """The row as it stands, its topic's row held: answers come in one deed at a time."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space__group").get(pk=sparring.pk)
    row = Sparring.objects.select_for_update(of=("self",)).get(pk=sparring.pk)
    row.topic = topic
    return row


def _story_of(sparring: Sparring) -> Post:
    story = Post.objects.select_related("author").get(topic=sparring.pk, position=0)
    story.topic = sparring.topic
    return story


def repaint(sparring: Sparring) -> Post:
    """The story of a question, found by what the sparring says now, and fetched again by open pages."""
    story = _story_of(sparring)
    story.changed_at = clock.now()
    story.save(update_fields=["changed_at"])
    index_thing(story)
    return story


@transaction.atomic
def close_sparring(*, actor: Person, sparring: Sparring, outcome: str) -> Sparring:
    """Say in one line what was done. The question goes to the archive and takes no more answers; it is found by these
    words too, and those who answered are told. Said again, the line is replaced and nobody is told twice.

    Raises Refused where the actor neither asked it nor speaks for its workplace.
    """
    sparring = _locked(sparring)
    require(can_close_sparring(actor, sparring), _("Whoever asked says what came of it."))
    first = not sparring.is_closed
    if first:
        now = clock.now()
        sparring.closed_at, sparring.closed_by = now, actor
        sparring.archived_from = min(sparring.archived_from, now)
    elif sparring.outcome != outcome:
        sparring.outcome_changed_at = clock.now()
    sparring.outcome = outcome
    sparring.save(update_fields=["outcome", "outcome_changed_at", "closed_at", "closed_by", "archived_from"])
    story = repaint(sparring)
    if first:
        record(SparringClosed(actor=actor, post=story))
    return sparring


@transaction.atomic
def reopen_sparring(*, actor: Person, sparring: Sparring) -> Sparring:
    """Take the line back, at once or later: the question stands as it would without. Nobody is told; twice is once.

    Raises Refused where the actor could not close it.
    """
    sparring = _locked(sparring)
    require(can_close_sparring(actor, sparring), _("Whoever asked says what came of it."))
    if sparring.is_closed:
        sparring.outcome, sparring.closed_at, sparring.closed_by = "", None, None
        sparring.outcome_changed_at = None
        sparring.archived_from = sparring.open_until + ARCHIVED_AFTER
        sparring.save(update_fields=["outcome", "outcome_changed_at", "closed_at", "closed_by", "archived_from"])
        record(SparringReopened(actor=actor, post=repaint(sparring)))
    return sparring


# --- by the clock -------------------------------------------------------------------------------------------------
def _unanswered(after: Q) -> QuerySet[Sparring]:
    return Sparring.objects.asked().taking_answers().filter(after).exclude(Exists(answers_of_others("pk")))


def _tell_once(
    due: QuerySet[Sparring], mark: str, fact: type[SparringRaised | SparringPassedOn | SparringEnding]
) -> int:
    """Record the fact of each that is due, and mark it told in the same transaction: whatever dies, nobody hears it
    twice, and what was not told is still due."""
    told = 0
    for pk in due.filter(**{mark: None}).order_by("pk").values_list("pk", flat=True)[:TOLD_A_RUN]:
        with transaction.atomic():
            sparring = _locked(Sparring(pk=pk))
            if not due.filter(**{mark: None}, pk=pk).exists():
                continue
            setattr(sparring, mark, clock.now())
            sparring.save(update_fields=[mark])
            activity: Activity = fact(actor=None, post=_story_of(sparring))
            record(activity)
            told += 1
    return told


def raise_unanswered() -> int:
    """Ask the other companies once more, first in their next mail, of what nobody has answered for two days."""
    asked = Q(topic__created_at__lte=clock.now() - RAISED_AFTER)
    return _tell_once(_unanswered(asked), "raised_at", SparringRaised)


def pass_on_unanswered() -> int:
    """Tell the network's consultants of what nobody has answered for four days."""
    asked = Q(topic__created_at__lte=clock.now() - PASSED_ON_AFTER)
    return _tell_once(_unanswered(asked), "passed_on_at", SparringPassedOn)


def remind_to_close() -> int:
    """Remind who asked, once, when the week is over and nothing was said of what they did."""
    over = Sparring.objects.asked().taking_answers().filter(open_until__lte=clock.now(), closed_at=None)
    return _tell_once(over, "reminded_at", SparringEnding)
