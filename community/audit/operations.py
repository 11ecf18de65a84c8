"""Writing down that somebody of the staff opened something, and forgetting it when its time is over."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models.functions import Now

from community import clock
from community.audit import verbs
from community.audit.models import AuditEntry, Reason
from community.people.models import Person

#: How long an entry stands; the database refuses to erase a younger one.
KEPT_FOR = timedelta(days=731)
#: Entries that one run of the job erases.
ERASED_A_RUN = 2000


def enter(
    *,
    actor: Person | None,
    verb: str,
    subject: models.Model | None,
    reason: Reason | str,
    about: Person | int | None = None,
    network: models.Model | int | None = None,
) -> AuditEntry | None:
    """Write down that the actor opened the subject, which is about that person, or about all of a network. Without
    a subject it is the whole site.

    Called by the door in the transaction that makes its answer: where the entry cannot be written there is no answer,
    and where the answer fails there is no entry. Whoever opens what is about themselves is not written down. Nobody is
    told by it; the person finds it on their page "Who has seen something about me". Raises ValueError for a verb no
    room registered and for a reason the verb does not know, and RuntimeError outside a transaction.
    """
    known = verbs.named(verb)
    if known is None or reason not in known.reasons:
        raise ValueError(f"{verb} for {reason} is nothing that is entered.")
    if not connection.in_atomic_block:
        raise RuntimeError("An entry stands in the transaction of the answer it is about.")
    about_id = about.pk if isinstance(about, Person) else about
    if actor is not None and actor.pk == about_id:
        return None
    return AuditEntry.objects.create(
        actor=actor,
        verb=verb,
        about_id=about_id,
        network_id=getattr(network, "pk", network),
        subject_type=subject._meta.label_lower if subject else "site",
        subject_id=subject.pk if subject else 0,
        reason=reason,
        at=clock.now(),
    )


def enter_once_a_day(
    *,
    actor: Person,
    verb: str,
    subject: models.Model,
    reason: Reason | str,
    about: Person | int | None = None,
    network: models.Model | int | None = None,
) -> AuditEntry | None:
    """The same for a page that one opens many times in a day's work: its first opening of the day stands for all."""
    about_id = about.pk if isinstance(about, Person) else about
    day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    standing = AuditEntry.objects.filter(
        actor=actor,
        verb=verb,
        about=about_id,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        at__gte=day,
    ).first()
    return standing or enter(actor=actor, verb=verb, subject=subject, reason=reason, about=about, network=network)


def old_entries() -> "models.QuerySet[AuditEntry]":
    """Those whose time is over, by the database's clock as well as ours: its trigger goes by its own."""
    return AuditEntry.objects.filter(at__lt=clock.now() - KEPT_FOR).filter(at__lt=Now() - KEPT_FOR)


@transaction.atomic
def erase_old_entries(*, limit: int = ERASED_A_RUN) -> int:
    """Erase entries whose time is over, so many at a time. Gives how many went."""
    ids = list(old_entries().order_by("pk").values_list("pk", flat=True)[:limit])
    if not ids:
        return 0
    # The queryset refuses to delete; the database lets go only of what is old.
    return models.QuerySet(AuditEntry).filter(pk__in=ids).delete()[0]
