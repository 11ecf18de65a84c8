"""Our answers to allauth's questions: no self-registration, no passwords, plain mails, sessions that really end."""

import logging
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.people.models import Person
from community.people.second_factor import recently_proved

log = logging.getLogger(__name__)
#: Mail leaves beside the request, so that the time of the answer does not tell whether an address is known.
_posting = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-in-mail")


def _post(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        # Neither the address nor the code belongs in a log.
        log.error("A sign-in mail could not be handed over.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the code. Look in the newest mail, or ask for a new one."),
        "too_many_login_attempts": gettext_lazy("That was many tries. Wait a little, and then ask for a new code."),
        "rate_limited": gettext_lazy("That was many tries. Wait a little, and then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only (community/membership/invitations.py)."""
        return False

    def get_login_stages(self) -> list[str]:
        return [
            "allauth.account.stages.LoginByCodeStage",
            "community.people.second_factor.SecondFactorStage",
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not recently_proved(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey first, then the app or a recovery code; a mailed code where the person has neither."""
        if not user.is_authenticated:
            return []
        types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
        methods = []
        if Authenticator.Type.WEBAUTHN in types:
            methods.append(
                {
                    "id": "mfa_reauthenticate:webauthn",
                    "description": _("Use your passkey"),
                    "url": reverse("mfa_reauthenticate_webauthn"),
                }
            )
        if types - {Authenticator.Type.WEBAUTHN}:
            methods.append(
                {
                    "id": "mfa_reauthenticate",
                    "description": _("Use a code from your app, or a recovery code"),
                    "url": reverse("mfa_reauthenticate"),
                }
            )
        return methods or [
            {
                "id": "reauthenticate",
                "description": _("Get a code by e-mail"),
                "url": reverse("account_reauthenticate"),
            }
        ]

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the receiver where we know them, otherwise in that of the page."""
        person = context.get("user") or Person.objects.filter(email=email.lower()).first()
        with translation.override(person.language if isinstance(person, Person) else translation.get_language()):
            message = self.render_mail(template_prefix, email, {"minutes": 10, "email": email} | context)
        if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            _posting.submit(_post, message)
        else:
            _post(message)


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That did not fit. Try once more, or take another way."),
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        out = BytesIO()
        segno.make(url, error="m", micro=False).save(out, kind="svg", border=4, scale=5, dark="#000", light="#fff")
        return out.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if not count else _("My passkey %(number)s") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    """Secrets of authenticator apps lie encrypted; an old SECRET_KEY among the fallbacks still opens them."""
    keys: list[str] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]  # type: ignore[list-item]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"second factor {key}".encode()).digest())) for key in keys])
