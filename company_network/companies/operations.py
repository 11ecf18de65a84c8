"""Opening a company's page, keeping it, and who speaks for the company."""

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.invitations import invite
from community.membership.models import Invitation, Membership, Network
from community.people.models import Person
from community.permissions import Refused, require
from community.roles import GroupKind, Role
from community.search.operations import index_thing
from community.undo import UNDO_TAKEN_FOR
from company_network.companies.activity import (
    CompanyEdited,
    CompanyLeft,
    CompanyReturned,
    CompanyStarted,
    RepresentativeBegun,
    RepresentativeEnded,
)
from company_network.companies.models import Company, CompanyInvitation, Representative
from company_network.companies.policy import (
    can_begin_representing,
    can_close_company,
    can_edit_company,
    can_end_representing,
    can_invite_representative,
    can_resume_representing,
    can_start_company,
)
from company_network.saving import Changed

if TYPE_CHECKING:
    from community.attachments.choosing import ChosenFiles

#: What a page says, and those of it that a consultant keeps.
WORDS = ("name", "trade", "about", "tries", "day", "address")
CONTACT = ("contact", "contact_phone")

#: Called with each company that changed, in its transaction: offers follow where it stands.
after_change: list[Any] = []


def _changed(company: Company) -> None:
    index_thing(company)
    for follow_up in after_change:
        follow_up(company)


def _locked(company: Company) -> Company:
    return Company.objects.select_for_update(of=("self",)).select_related("network", "trade").get(pk=company.pk)


@transaction.atomic
def start_company(
    *, actor: Person, network: Network, words: dict[str, Any], files: "ChosenFiles | None" = None
) -> Company:
    """Open a company's page in the network; the consultant who does is its contact until another is named.

    Everybody in the network can find it. Raises Refused for anybody but the network's consultants, and where a company
    of that name stands there already.
    """
    require(can_start_company(actor, network), _("Only the network's consultants open a company's page."))
    values = {"contact": actor} | {name: value for name, value in words.items() if value is not None}
    company = _kept(Company(network=network, made_by=actor, **values))
    if files:
        files.attached_by(actor)(company)
    _changed(company)
    record(CompanyStarted(actor=actor, company=company))
    return company


def _kept(company: Company) -> Company:
    """Saved; Refused where another company of the network bears the name."""
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError:
        taken = Company.objects.filter(network=company.network_id, name=company.name).exclude(pk=company.pk)
        if not taken.exists():
            raise
        raise Refused(_("There is already a company of that name in the network.")) from None
    return company


@transaction.atomic
def edit_company(
    *,
    actor: Person,
    company: Company,
    words: dict[str, Any],
    version: int,
    files: "ChosenFiles | None" = None,
) -> Company:
    """Change what the page says; open pages show it. Who is the contact, and where to ring, only a consultant changes.

    `version` is the one the words were written over. Raises Changed where somebody saved in between, so that nobody's
    words are lost unseen, and Refused for those who do not keep the page.
    """
    company = _locked(company)
    require(can_edit_company(actor, company), _("Only the company's own people and the consultants change its page."))
    if company.version != version:
        raise Changed(company)
    allowed = WORDS + (CONTACT if can_start_company(actor, company.network) else ())
    for name in allowed:
        if name in words:
            setattr(company, name, words[name])
    company.version += 1
    company.changed_at = clock.now()
    _kept(company)
    if files is not None:
        files.attached_by(actor)(company)
    _changed(company)
    record(CompanyEdited(actor=actor, company=company))
    return company


@transaction.atomic
def invite_representative(
    *, actor: Person, company: Company, title: str = "", invited_name: str = ""
) -> tuple[Invitation, str]:
    """Make an invitation for somebody who will speak for the company, and the token that opens it (as `invite`).

    Raises Refused for anybody but the network's consultants.
    """
    require(can_invite_representative(actor, company), _("You cannot invite anybody into that."))
    group = company.network.groups.get(kind=GroupKind.COMPANY_NETWORK)
    # The name of the workplace stands beside the person's, so that others know who writes.
    place = ", ".join(filter(None, (title, company.name)))[:80]
    invitation, token = invite(
        actor=actor, network=company.network, group=group, role=Role.COMPANY, title=place, invited_name=invited_name
    )
    CompanyInvitation.objects.create(invitation=invitation, company=company)
    return invitation, token


def represent_from_invitation(invitation: Invitation, membership: Membership) -> None:
    """Whoever comes in by a company's invitation speaks for it; called in the transaction that lets them in."""
    found = CompanyInvitation.objects.select_related("company").filter(invitation=invitation).first()
    if found is not None and found.company.left_at is None:
        _begin(found.company, membership, membership.person)


@transaction.atomic
def begin_representing(*, actor: Person, company: Company, membership: Membership) -> Representative:
    """Let somebody of the company network speak for this company. For which they spoke before, they speak no longer.

    Raises Refused for anybody but the network's consultants.
    """
    require(can_begin_representing(actor, company, membership), _("That person cannot speak for this company."))
    for other in Representative.objects.select_for_update(of=("self",)).filter(membership=membership, ended_at=None):
        if other.company_id == company.pk:
            return other
        end_representing(actor=actor, representative=other)
    return _begin(company, membership, actor)


def _begin(company: Company, membership: Membership, actor: Person) -> Representative:
    representative = Representative.objects.create(company=company, membership=membership, began_at=clock.now())
    record(RepresentativeBegun(actor=actor, representative=representative))
    return representative


@transaction.atomic
def end_representing(*, actor: Person, representative: Representative) -> Representative:
    """Let somebody speak for the company no longer. They stay in the network; what they wrote for the company stays
    with it. The others who speak for it are told, and where nobody is left, the consultants. Twice is once.

    Raises Refused for others than oneself and the network's consultants.
    """
    representative = (
        Representative.objects.select_for_update(of=("self",))
        .select_related("company", "membership__person")
        .get(pk=representative.pk)
    )
    require(can_end_representing(actor, representative), _("You cannot do that here."))
    if representative.ended_at is None:
        representative.ended_at = clock.now()
        representative.save(update_fields=["ended_at"])
        record(RepresentativeEnded(actor=actor, representative=representative))
    return representative


@transaction.atomic
def resume_representing(*, actor: Person, representative: Representative) -> Representative:
    """Take back that somebody speaks for the company no longer: they speak for it again, from now. Open pages follow;
    who was told of the end sees that no more. Twice is once.

    Raises Refused for others than oneself and the network's consultants, when it is too late, and where they or the
    company have left since or they speak for another by now.
    """
    ended = (
        Representative.objects.select_for_update(of=("self",))
        .select_related("company", "membership__person")
        .get(pk=representative.pk)
    )
    require(can_resume_representing(actor, ended), _("You cannot do that here."))
    now_for = Representative.objects.current().filter(membership=ended.membership_id).first()
    if now_for is not None and now_for.company_id == ended.company_id:
        return now_for
    in_time = ended.ended_at is not None and clock.now() - ended.ended_at < UNDO_TAKEN_FOR
    require(now_for is None and in_time, _("It is too late to undo this. A consultant can name who speaks for it."))
    return _begin(ended.company, ended.membership, actor)


@transaction.atomic
def close_company(*, actor: Person, company: Company) -> Company:
    """Note that the company has left the network: its page and offers are seen by the consultants alone; its people
    keep their own membership until it is ended, and what it shared stays. Raises Refused for others."""
    return _set_left(actor, company, left=True)


@transaction.atomic
def reopen_company(*, actor: Person, company: Company) -> Company:
    """Note that the company is back; everything stands as before. Raises Refused for others than the consultants."""
    return _set_left(actor, company, left=False)


def _set_left(actor: Person, company: Company, *, left: bool) -> Company:
    company = _locked(company)
    require(can_close_company(actor, company), _("Only the network's consultants do that."))
    if (company.left_at is not None) != left:
        company.left_at = clock.now() if left else None
        company.save(update_fields=["left_at"])
        _changed(company)
        record((CompanyLeft if left else CompanyReturned)(actor=actor, company=company))
    return company
