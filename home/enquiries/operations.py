"""Writing to us, and what becomes of it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.models import Network
from community.people.models import Person
from community.permissions import require
from home.enquiries.activity import EnquiryAnswered, EnquiryErased, EnquirySent, EnquiryTakenUpAgain
from home.enquiries.models import Enquiry
from home.enquiries.policy import can_settle_enquiry


def send_enquiry(
    *,
    form_id: UUID,
    about: str,
    name: str,
    words: str,
    email: str = "",
    phone: str = "",
    network: Network | None = None,
    language: str = "da",
) -> Enquiry:
    """Keep what somebody writes, with or without an account. The editors are told, and the consultants of the network
    that was chosen; in a mail without its words. The same form sent twice is one enquiry. Whoever calls has asked how
    often one may write."""
    try:
        with transaction.atomic():
            enquiry = Enquiry.objects.create(
                form_id=form_id,
                about=about,
                name=name,
                words=words,
                email=email,
                phone=phone,
                network=network,
                language=language,
                sent_at=clock.now(),
            )
            record(EnquirySent(actor=None, enquiry=enquiry))
    except IntegrityError:
        standing = Enquiry.objects.filter(form_id=form_id).first()
        if standing is None:
            raise
        return standing
    return enquiry


@transaction.atomic
def answer_enquiry(*, actor: Person, enquiry: Enquiry) -> Enquiry:
    """Note that it was answered; it is erased 30 days later. Twice is once, by whoever was first. Nobody is told."""
    enquiry = _settled_by(actor, enquiry)
    if enquiry.answered_at is None:
        enquiry.answered_at, enquiry.answered_by = clock.now(), actor
        enquiry.save(update_fields=["answered_at", "answered_by"])
        record(EnquiryAnswered(actor=actor, enquiry=enquiry))
    return enquiry


@transaction.atomic
def take_up_enquiry(*, actor: Person, enquiry: Enquiry) -> Enquiry:
    """It was not answered after all."""
    enquiry = _settled_by(actor, enquiry)
    if enquiry.answered_at is not None:
        enquiry.answered_at = enquiry.answered_by = None
        enquiry.save(update_fields=["answered_at", "answered_by"])
        record(EnquiryTakenUpAgain(actor=actor, enquiry=enquiry))
    return enquiry


@transaction.atomic
def erase_enquiry(*, actor: Person, enquiry: Enquiry) -> None:
    """Erase it now, where somebody asks for it or it is spam. What stays is that one was erased."""
    enquiry = _settled_by(actor, enquiry)
    record(EnquiryErased(actor=actor, enquiry=enquiry))
    enquiry.delete()


def erase_old_enquiries() -> int:
    """Erase what was kept for as long as we say. Gives how many went."""
    return Enquiry.objects.over().delete()[0]


def _settled_by(actor: Person, enquiry: Enquiry) -> Enquiry:
    locked = Enquiry.objects.select_for_update(of=("self",)).select_related("network").filter(pk=enquiry.pk).first()
    require(locked is not None, _("It has been erased already."))
    assert locked is not None
    require(can_settle_enquiry(actor, locked))
    return locked
