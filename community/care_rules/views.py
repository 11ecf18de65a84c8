"""The page where a network says how it looks after its people."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.care_rules.forms import CareRulesForm
from community.care_rules.models import CareRules
from community.care_rules.operations import change_care_rules, deputy_of
from community.care_rules.policy import can_change_care_rules, can_choose_deputy
from community.chat.hours import watch_in
from community.membership.models import Network
from community.permissions import MemberRequest, Refused, is_consultant_of, member_page


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def care_rules(request: MemberRequest, network_id: int) -> HttpResponse:
    """Whom a worry calls, the deputy, first posts, and words to look twice at."""
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=network_id)
    if not can_change_care_rules(request.user, network):
        raise Http404
    standing = CareRules.of(network.pk)
    names = ("first", "second", "on_call", "deputy", "first_posts", "hints")
    initial = {name: getattr(standing, f"{name}_id", None) or getattr(standing, name) for name in names}
    deputy = deputy_of(network.pk)
    form = CareRulesForm(
        request.POST if request.method == "POST" else None,
        network=network,
        chooses_deputy=can_choose_deputy(request.user, network, deputy),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_care_rules(actor=request.user, network=network, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. It holds from now on."))
            return redirect("care_rules", network.pk)
    context = {
        "network": network,
        "form": form,
        "watch": watch_in(network.pk),
        "consults": is_consultant_of(request.user, network),
        "deputy": deputy,
    }
    return render(request, "community/care_rules/care_rules.html", context, status=422 if form.errors else 200)
