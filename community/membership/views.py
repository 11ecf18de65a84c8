"""Coming in by invitation, and the consultants' and programme staff's pages about who belongs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.audit.models import Reason
from community.audit.operations import enter_once_a_day
from community.membership import who_sees_what
from community.membership.entered import MEMBERS_LISTED
from community.membership.forms import BY_APP, BY_PASSKEY, AcceptForm, GroupForm, InviteForm, MoveForm, NetworkForm
from community.membership.invitations import (
    InvitationClosed,
    accept_invitation,
    invite,
    open_invitation,
    revoke_invitation,
    token_digest,
)
from community.membership.models import Group, Invitation, Membership, Network
from community.membership.operations import end_membership, found_network, make_group, move_youth
from community.membership.policy import (
    can_end_membership,
    can_found_network,
    can_make_group,
    can_revoke_invitation,
    can_see_members,
)
from community.people import email_proof
from community.people.forms import EmailCodeForm
from community.people.models import Person
from community.permissions import Refused, member_page
from community.roles import GroupKind, Role

_WAITING = "invitation_answer"
#: The address holds the token: no request carries its path, not even to us. (With "no-referrer" browsers send
#: "Origin: null" with a form, which the check against forged requests refuses.)
LETTER_REFERRER = "strict-origin"
_NEXT_STEP = {BY_PASSKEY: "mfa_add_webauthn", BY_APP: "mfa_activate_totp"}


# --- coming in ----------------------------------------------------------------------------------------------------
def _letter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages with a token in their address: never cached, never named to another site, and one answer for every token
    that opens nothing."""

    @wraps(view)
    @never_cache
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = open_invitation(token)
            response = view(request, token, invitation)
        except InvitationClosed:
            response = render(request, "community/membership/invitation_closed.html", status=404)
        response.headers["Referrer-Policy"] = LETTER_REFERRER
        return response

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@_letter
def invitation(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Opens the letter; an answer sends a code to the address that was written, whoever it belongs to."""
    if request.user.is_authenticated:
        return _join(request, token, invitation)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if not ratelimit.consume(request, action="invitation_opened"):
                raise email_proof.TooManyCodes
            email_proof.begin(request, purpose=_purpose(token), email=values["email"])
        except email_proof.TooManyCodes:
            form.add_error(None, get_adapter().error_messages["too_many_login_attempts"])
        else:
            request.session[_WAITING] = values
            return redirect("invitation_code", token=token)
    return render(
        request,
        "community/membership/invitation.html",
        {"invitation": invitation, "form": form, "lines": who_sees_what.lines(invitation.role)},
    )


def _join(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Somebody signed in: one button, no questions."""
    if request.method == "POST":
        try:
            accept_invitation(token=token, person=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Welcome in."))
        return redirect("since_last")
    return render(
        request,
        "community/membership/invitation_join.html",
        {"invitation": invitation, "lines": who_sees_what.lines(invitation.role)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_letter
def invitation_code(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """The address is proved here; only then the account exists, and the letter is used."""
    email, answer = email_proof.pending(request, _purpose(token)), request.session.get(_WAITING)
    if request.user.is_authenticated or not email or not answer:
        return redirect("invitation", token=token)
    resend = request.method == "POST" and request.POST.get("action") == "resend"
    form = EmailCodeForm(request.POST if request.method == "POST" and not resend else None)
    try:
        if resend:
            email_proof.begin(request, purpose=_purpose(token), email=email)
            return redirect("invitation_code", token=token)
        if form.is_valid():
            if email_proof.check(request, purpose=_purpose(token), code=form.cleaned_data["code"]):
                return _welcome(request, token, email, answer)
            form.add_error("code", get_adapter().error_messages["incorrect_code"])
    except (email_proof.ProofOver, email_proof.TooManyCodes):
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
        return redirect("invitation", token=token)
    return render(request, "community/membership/invitation_code.html", {"form": form, "email": email, "token": token})


def _welcome(request: HttpRequest, token: str, email: str, answer: dict[str, str]) -> HttpResponse:
    request.session.pop(_WAITING, None)
    try:
        membership = accept_invitation(
            token=token, email=email, display_name=answer["display_name"], language=answer["language"]
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("account_login")
    person = membership.person
    record_authentication(request, person, method="code", email=email)
    step = _NEXT_STEP.get(answer["way"], "since_last")
    return perform_login(request, Login(user=person, email=email, redirect_url=reverse(step)))


def _purpose(token: str) -> str:
    return f"invitation {token_digest(token)}"


# --- who belongs --------------------------------------------------------------------------------------------------
def _network(person: Any, pk: int) -> Network:
    """The network whose members the person may see; otherwise there is no such page."""
    network = get_object_or_404(Network.objects.visible_to(person), pk=pk)
    if not can_see_members(person, network):
        raise Http404
    return network


@member_page
@require_safe
def members(request: HttpRequest, pk: int) -> HttpResponse:
    return _render_members(request, _network(request.user, pk))


@transaction.atomic
def _render_members(request: HttpRequest, network: Network, form: GroupForm | None = None) -> HttpResponse:
    """The list, and in the same transaction the line that says who looked at it."""
    enter_once_a_day(
        actor=request.user,  # type: ignore[arg-type]
        verb=MEMBERS_LISTED.name,
        subject=network,
        reason=Reason.CARE,
        network=network,
    )
    context = _members_context(network, form)
    return render(request, "community/membership/members.html", context, status=422 if form else 200)


def _members_context(network: Network, group_form: GroupForm | None = None) -> dict[str, Any]:
    present = list(
        Membership.objects.current()
        .filter(network=network)
        .select_related("person", "group")
        .order_by("person__display_name")
    )
    groups = list(network.groups.all())
    youth_groups = [group for group in groups if group.kind == GroupKind.YOUTH_GROUP]
    order = {GroupKind.YOUTH_GROUP: 0, GroupKind.COMPANY_NETWORK: 1, GroupKind.TEAM: 2}
    groups.sort(key=lambda group: (order[GroupKind(group.kind)], group.name))
    return {
        "network": network,
        "groups": [(group, [m for m in present if m.group_id == group.pk]) for group in groups],
        "youth_groups": youth_groups,
        "invitations": Invitation.objects.open().filter(network=network).select_related("group", "made_by"),
        "group_form": group_form or GroupForm(network=network),
    }


@member_page
@require_POST
def make_group_view(request: HttpRequest, pk: int) -> HttpResponse:
    network = _network(request.user, pk)
    if not can_make_group(request.user, network):  # type: ignore[arg-type]
        raise Http404
    form = GroupForm(request.POST, network=network)
    if form.is_valid():
        group = make_group(actor=request.user, network=network, name=form.cleaned_data["name"])  # type: ignore[arg-type]
        messages.success(request, _("%(group)s is ready. Invite the first ones.") % {"group": group.name})
        return redirect("members", pk=network.pk)
    return _render_members(request, network, form)


@member_page
@require_POST
def move_youth_view(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).current().filter(role=Role.YOUTH),
        pk=pk,  # type: ignore[arg-type]
    )
    network = _network(request.user, membership.network_id or 0)
    form = MoveForm(request.POST, network=network)
    if form.is_valid():
        group: Group = form.cleaned_data["group"]
        move_youth(actor=request.user, membership=membership, group=group)  # type: ignore[arg-type]
        messages.success(
            request,
            _("%(name)s is in %(group)s now.") % {"name": membership.person.display_name, "group": group.name},
        )
    else:
        messages.error(request, _("Choose one of the network's groups."))
    return redirect("members", pk=network.pk)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership_view(request: HttpRequest, pk: int) -> HttpResponse:
    """In plain words what happens, and then it happens."""
    person: Person = request.user  # type: ignore[assignment]
    seen = Membership.objects.visible_to(person) | Membership.objects.filter(person_id=person.pk)
    membership = get_object_or_404(seen.filter(ended_at=None, person__is_active=True), pk=pk)
    if not can_end_membership(person, membership):
        raise Http404
    own = membership.person_id == person.pk
    if request.method == "POST":
        end_membership(actor=person, membership=membership)
        messages.success(
            request,
            _("You have left.") if own else _("%(name)s has left.") % {"name": membership.person.display_name},
        )
        if own:
            return redirect("me")
        if membership.network and can_see_members(person, membership.network):
            return redirect("members", pk=membership.network_id)
        return redirect("networks")
    return render(request, "community/membership/end_membership.html", {"membership": membership, "own": own})


# --- inviting -----------------------------------------------------------------------------------------------------
@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite_view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Into a network, or (without one) into the programme. The link is shown in the answer, once, and kept nowhere."""
    person: Person = request.user  # type: ignore[assignment]
    network = get_object_or_404(Network.objects.visible_to(person), pk=pk) if pk else None
    form = InviteForm(request.POST or None, actor=person, network=network, initial={"place": request.GET.get("place")})
    if not form.fields["place"].choices:  # type: ignore[attr-defined]
        raise Http404
    back = reverse("members", args=[pk]) if network and can_see_members(person, network) else reverse("networks")
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="invitation_made", user=person):
            values = form.cleaned_data
            made, token = invite(
                actor=person,
                network=network,
                group=values["group"],
                role=values["role"],
                title=values["title"],
                invited_name=values["invited_name"],
            )
            response = render(
                request,
                "community/membership/invitation_made.html",
                invitation_card_of(made, token) | {"network": network, "back": back},
            )
            response.headers["Referrer-Policy"] = LETTER_REFERRER
            return response
        form.add_error(None, get_adapter().error_messages["rate_limited"])
    return render(request, "community/membership/invite.html", {"form": form, "network": network, "back": back})


@never_cache
@member_page
@require_POST
def invitation_card(request: HttpRequest) -> HttpResponse:
    """The paper to hand over, in Danish. The token comes from the page that was shown once."""
    token = request.POST.get("token", "")
    made = get_object_or_404(Invitation.objects.visible_to(request.user).open(), token_digest=token_digest(token))  # type: ignore[arg-type]
    with translation.override("da"):
        return render(request, "community/membership/invitation_card.html", invitation_card_of(made, token))


def invitation_card_of(made: Invitation, token: str) -> dict[str, Any]:
    link = settings.BASE_URL.rstrip("/") + reverse("invitation", args=[token])
    return {"invitation": made, "token": token, "link": link, "qr": qr_picture(link)}


def qr_picture(link: str) -> SafeString:
    """Black on white with a quiet zone of four: what every camera reads, also from paper that was folded."""
    code = segno.make(link, error="q", micro=False, boost_error=False)
    return mark_safe(code.svg_inline(border=4, scale=6, dark="#000", light="#fff", omitsize=True))  # noqa: S308 our own drawing


@member_page
@require_POST
def revoke_invitation_view(request: HttpRequest, pk: int) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    made = get_object_or_404(Invitation.objects.visible_to(person).open(), pk=pk)
    if not can_revoke_invitation(person, made):
        raise Http404
    revoke_invitation(actor=person, invitation=made)
    messages.success(request, _("The invitation is closed."))
    if made.network and can_see_members(person, made.network):
        return redirect("members", pk=made.network_id)
    return redirect("networks")


# --- networks -----------------------------------------------------------------------------------------------------
@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def networks(request: HttpRequest) -> HttpResponse:
    """Programme staff: every network with its consultants, open invitations, and founding one."""
    person: Person = request.user  # type: ignore[assignment]
    if not can_found_network(person):
        raise Http404
    form = NetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        network = found_network(actor=person, **form.cleaned_data)
        messages.success(request, _("The network is founded. Invite its first consultant."))
        return redirect("invite", pk=network.pk)
    consultants = list(
        Membership.objects.visible_to(person)
        .current()
        .select_related("person", "network")
        .order_by("person__display_name")
    )
    return render(
        request,
        "community/membership/networks.html",
        {
            "form": form,
            "networks": [
                (network, [m for m in consultants if m.network_id == network.pk]) for network in Network.objects.all()
            ],
            "programme": [m for m in consultants if m.role == Role.PROGRAMME],
            "invitations": Invitation.objects.visible_to(person).open().select_related("network", "group", "made_by"),
        },
    )
