"""How sparring is told to people: in the app, and by mail, whole."""

from dataclasses import replace

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from community.notifications.rhythm import Rhythm
from community.people.models import Person
from community.permissions import has_role
from community.roles import Role
from company_network.sparring.activity import (
    SparringAsked,
    SparringClosed,
    SparringEnding,
    SparringPassedOn,
    SparringRaised,
)
from company_network.sparring.models import answers_of_others
from company_network.sparring.wording import in_a_mail, outcome_of
from forums.topics.models import Post
from forums.topics.told import TOPIC_POSTED


def _questions(person: Person) -> QuerySet[Post]:
    return Post.objects.visible_to(person).filter(position=0, topic__sparring__isnull=False)


def unanswered_questions(person: Person) -> QuerySet[Post]:
    """With an answer, or what was done, it is no news any more that none had come."""
    return _questions(person).filter(topic__sparring__closed_at=None).exclude(Exists(answers_of_others("topic")))


def questions_to_close(person: Person) -> QuerySet[Post]:
    return _questions(person).filter(topic__sparring__closed_at=None)


def closed_questions(person: Person) -> QuerySet[Post]:
    return _questions(person).filter(topic__sparring__closed_at__isnull=False)


def _is_company(person: Person) -> bool:
    return has_role(person, Role.COMPANY)


SPARRING_ASKED: Kind = replace(
    TOPIC_POSTED,
    activity=SparringAsked,
    label=_("A company in my network asks the others something"),
    retell=lambda post: SparringAsked(actor=post.author, post=post),
    concerns=_is_company,
    mail=Mail(
        subject=_("A company asks for advice"),
        general=_("A company asks the others for advice."),
        words=in_a_mail,
        rhythm=Rhythm.WEEKLY,
    ),
)

SPARRING_RAISED = replace(
    SPARRING_ASKED,
    activity=SparringRaised,
    label=_("Nobody has answered a company's question for two days"),
    visible_to=unanswered_questions,
    retell=lambda post: SparringRaised(actor=None, post=post),
    announces=False,
    mail=Mail(
        subject=_("A company asks for advice"),
        general=_("Nobody has answered a company's question yet."),
        words=in_a_mail,
        rhythm=Rhythm.WEEKLY,
        leads=True,
    ),
)

SPARRING_PASSED_ON = replace(
    SPARRING_RAISED,
    activity=SparringPassedOn,
    label=_("No company has answered another's question for four days"),
    retell=lambda post: SparringPassedOn(actor=None, post=post),
    concerns=lambda person: has_role(person, Role.CONSULTANT),
    mail=Mail(
        subject=_("A company still waits for an answer"),
        general=_("No company has answered another's question for days."),
        words=in_a_mail,
    ),
)

SPARRING_ENDING = replace(
    SPARRING_RAISED,
    activity=SparringEnding,
    label=_("The week of my question is over"),
    visible_to=questions_to_close,
    retell=lambda post: SparringEnding(actor=None, post=post),
    mail=Mail(
        subject=_("The week of your question is over"),
        general=_("The week of your question is over. What did you do?"),
        words=in_a_mail,
    ),
)

SPARRING_CLOSED = replace(
    SPARRING_RAISED,
    activity=SparringClosed,
    label=_("Somebody tells what came of a question that I answered"),
    visible_to=closed_questions,
    retell=lambda post: SparringClosed(actor=post.topic.sparring.closed_by, post=post),
    select_related=(*TOPIC_POSTED.select_related, "topic__sparring__closed_by"),
    mail=Mail(
        subject=_("What came of a question you answered"),
        general=_("A company tells what came of its question."),
        words=outcome_of,
        rhythm=Rhythm.WEEKLY,
    ),
)

TOLD = (SPARRING_ASKED, SPARRING_RAISED, SPARRING_PASSED_ON, SPARRING_ENDING, SPARRING_CLOSED)
