"""Asking an author's yes, and answering."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.asks.activity import AskClosed, AskGranted, AskMade
from community.asks.models import Ask, AskState
from community.asks.purposes import Purpose, named, standing_asks
from community.people.models import Person
from community.permissions import require

#: Questions that one person may have waiting at a time.
MOST_OPEN = 10


class AskGone(LookupError):
    """What was asked about is not there for this person any more."""


@transaction.atomic
def ask_author(*, actor: Person, purpose: Purpose, subject: Any, place_id: int) -> Ask:
    """Ask the author of a thing whether it may be used for this purpose. The author is told.

    While a question about the same thing and place waits, it is that one, whoever asked. One that the asker had taken
    back waits again, and the author, who was told of it once, is not told again. Raises Refused for one's own things,
    after the author said no to this asker, with ten waiting, and where the purpose allows no asking.
    """
    author = purpose.author(subject)
    require(author is not None and author.is_active, _("Its author is not here any more."))
    assert author is not None
    require(author.pk != actor.pk, _("It is your own: you need not ask."))
    require(purpose.may_ask(actor, subject, place_id), _("You cannot ask for that here."))
    # Both in one order: two questions at once of one asker see each other's, and so do two to one author.
    list(Person.objects.select_for_update().filter(pk__in=[actor.pk, author.pk]).order_by("pk"))
    about = Ask.objects.filter(
        purpose=purpose.name, subject_type=purpose.model._meta.label_lower, subject_id=subject.pk, place_id=place_id
    )
    if standing := about.filter(state=AskState.OPEN).first():
        return standing
    # A no holds for the one who asked. Somebody else may ask once too: refusing would tell them of a no to another.
    declined = about.filter(state=AskState.NO, asker=actor)
    require(not declined.exists(), purpose.after_no(Ask(asker=actor, author=author), subject))
    # What was asked about a thing that is gone waits for nobody.
    waiting = standing_asks(actor).filter(asker=actor, state=AskState.OPEN).count()
    require(waiting < MOST_OPEN, _("Many of your questions are waiting already. Give them some time."))
    ask = about.filter(state=AskState.TAKEN_BACK, asker=actor, author=author).last()
    if ask is not None:
        ask.state, ask.answered_at = AskState.OPEN, None
        ask.save(update_fields=["state", "answered_at"])
    else:
        ask = Ask.objects.create(
            purpose=purpose.name,
            subject_type=purpose.model._meta.label_lower,
            subject_id=subject.pk,
            asker=actor,
            author=author,
            place_id=place_id,
        )
    record(AskMade(actor=actor, ask=ask))
    return ask


@transaction.atomic
def answer_ask(*, actor: Person, ask: Ask, yes: bool) -> Ask:
    """Say yes or no to what one was asked. A yes does what was asked for, and the asker hears of it; of a no nobody
    is told. The same answer again changes nothing. Where the asker may not ask for it any more, the question is over.

    Raises Refused for anybody but the author and once it was answered otherwise or taken back, and AskGone.
    """
    ask = Ask.objects.select_for_update(of=("self",)).select_related("asker", "author").get(pk=ask.pk)
    require(ask.author_id == actor.pk, _("Only the one who wrote it answers."))
    state = AskState.YES if yes else AskState.NO
    if ask.state == state:
        return ask
    require(ask.state == AskState.OPEN, _("This question is closed."))
    purpose = named(ask.purpose)
    thing = purpose.thing(ask.author, ask) if purpose else None
    if purpose is None or thing is None:
        raise AskGone
    if yes and not purpose.may_ask(ask.asker, thing, ask.place_id):
        # Whoever asked is not there any more: the question is over, and the author owes nothing.
        _close(ask, AskState.TAKEN_BACK)
        return ask
    _close(ask, state)
    if yes:
        purpose.on_yes(ask, thing)
        record(AskGranted(actor=actor, ask=ask))
    else:
        record(AskClosed(actor=None, ask=ask))
    return ask


@transaction.atomic
def take_back_ask(*, actor: Person, ask: Ask) -> Ask:
    """Take one's question back while it waits; again changes nothing. Nobody is told. Raises Refused for others'."""
    ask = Ask.objects.select_for_update(of=("self",)).select_related("asker", "author").get(pk=ask.pk)
    require(ask.asker_id == actor.pk, _("Only the one who asked takes it back."))
    if ask.state == AskState.OPEN:
        _close(ask, AskState.TAKEN_BACK)
        record(AskClosed(actor=actor, ask=ask))
    return ask


def _close(ask: Ask, state: AskState) -> None:
    ask.state, ask.answered_at = state, clock.now()
    ask.save(update_fields=["state", "answered_at"])
