"""Pages at the doors and under "Me"."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.views import LogoutView, RequestLoginCodeView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.people import email_proof
from community.people.code_mail import MASKED
from community.people.forms import EmailCodeForm, ProfileForm
from community.people.models import Person
from community.people.my_pages import my_pages
from community.people.operations import change_portrait, change_profile, end_session
from community.people.policy import needs_second_factor, portraits_visible_to
from community.people.second_factor import ON_THE_WAY, has_second_factor, mark_second_factor, recently_proved
from community.permissions import member_page

_AGAIN = "prove again"


class SignInView(RequestLoginCodeView):
    """The one door: an address to send a code to, or a passkey."""

    template_name = "account/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        # Whoever typed the address may read it on the next page, whatever a mail's link asked for before.
        self.request.session.pop(MASKED, None)
        return super().form_valid(form)


sign_in = SignInView.as_view()


class SignOutView(LogoutView):
    http_method_names = ["get", "post", "head", "options"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        # On a shared computer nothing of the person stays behind, and the way back shows nothing.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_out = never_cache(SignOutView.as_view())


class _SetsUpFactor:
    """Setting up a first factor asks for a fresh sign-in too, which the library asks only of those who have one."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not recently_proved(request):
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[misc]
        mark_second_factor(self.request)
        return response

    def get_success_url(self) -> str:
        """Recovery codes are for those who would otherwise stand outside without their device."""
        if needs_second_factor(self.request.user) or isinstance(self, ActivateTOTPView):  # type: ignore[arg-type]
            return reverse("mfa_view_recovery_codes")
        return self.request.session.get(ON_THE_WAY) or reverse("since_last")


class AddPasskeyView(_SetsUpFactor, AddWebAuthnView):
    pass


class ActivateAppView(_SetsUpFactor, ActivateTOTPView):
    pass


add_passkey = member_page(AddPasskeyView.as_view())
activate_app = member_page(ActivateAppView.as_view())


@member_page
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where those go who need a second factor and have none yet: a choice of two."""
    if has_second_factor(request.user):  # type: ignore[arg-type]
        return redirect("since_last")
    return render(request, "community/people/second_factor.html", {"needed": needs_second_factor(request.user)})  # type: ignore[arg-type]


@member_page
@require_http_methods(["GET", "POST"])
def prove_again(request: HttpRequest) -> HttpResponse:
    """Before a sensitive change, for people without passkey or app: a code to their own address."""
    person: Person = request.user  # type: ignore[assignment]
    methods = get_adapter().get_reauthentication_methods(person)
    onwards = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(onwards, {request.get_host()}, request.is_secure()):
        onwards = reverse("me")
    if methods[0]["id"] != "reauthenticate":
        return redirect(f"{methods[0]['url']}?next={onwards}")
    sent = bool(email_proof.pending(request, _AGAIN))
    form = EmailCodeForm(request.POST if sent and "code" in request.POST else None)
    if request.method == "POST":
        try:
            if "code" not in request.POST:
                email_proof.begin(request, purpose=_AGAIN, email=person.email)
                sent, form = True, EmailCodeForm()
            elif form.is_valid():
                if email_proof.check(request, purpose=_AGAIN, code=form.cleaned_data["code"]):
                    record_authentication(request, person, method="code", email=person.email, reauthenticated=True)
                    return resume_request(request) or redirect(onwards)
                form.add_error("code", get_adapter().error_messages["incorrect_code"])
        except (email_proof.ProofOver, email_proof.TooManyCodes):
            sent = False
            messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
    return render(request, "account/reauthenticate.html", {"form": form, "sent": sent, "onwards": onwards})


@member_page
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    authenticators = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at"))
    return render(
        request,
        "community/people/me.html",
        {
            "person": person,
            "memberships": person.current_memberships(),
            "passkeys": [a for a in authenticators if a.type == Authenticator.Type.WEBAUTHN],
            "app": next((a for a in authenticators if a.type == Authenticator.Type.TOTP), None),
            "has_recovery_codes": any(a.type == Authenticator.Type.RECOVERY_CODES for a in authenticators),
            "needed": needs_second_factor(person),
            "my_pages": [page for page in my_pages if page.concerns(person)],
        },
    )


@member_page
@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        picture = values.pop("picture")
        if picture and not ratelimit.consume(request, action="portrait", user=person):
            form.add_error("picture", get_adapter().error_messages["rate_limited"])
        else:
            change_profile(person=person, **values)
            if picture:
                change_portrait(person=person, picture=picture)
            messages.success(request, _("Saved."))
            return redirect("me")
    return render(request, "community/people/edit_profile.html", {"form": form, "person": request.user})


@member_page
@require_POST
def remove_portrait(request: HttpRequest) -> HttpResponse:
    change_portrait(person=request.user, picture=None)  # type: ignore[arg-type]
    messages.success(request, _("The picture is gone."))
    return redirect("me")


@member_page
@require_safe
def portrait(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Only for people who share a space with its owner; everybody else is told that there is no such page."""
    owner = get_object_or_404(portraits_visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    try:
        file = owner.portrait.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type="image/webp",
        headers={"Content-Security-Policy": "default-src 'none'", "Content-Disposition": "inline"},
    )


@member_page
@require_POST
def sign_out_device(request: HttpRequest, pk: int) -> HttpResponse:
    session: models.Model = get_object_or_404(UserSession, pk=pk, user_id=request.user.pk)
    end_session(person=request.user, session=session)  # type: ignore[arg-type]
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
