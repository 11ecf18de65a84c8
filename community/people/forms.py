"""Input at the doors, to clean values."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.people import limits
from community.people.models import Person
from community.people.names import clean_name
from community.people.portraits import UnusablePicture, clean_portrait

_CODE_WIDGET = {"class": "code", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


def code_field(label: Any = None, length: int = 12) -> forms.CharField:
    """One field for a whole code: it can be pasted, with or without spaces."""
    return forms.CharField(
        label=label or _("The six digits"), max_length=length, widget=forms.TextInput(attrs=_CODE_WIDGET)
    )


class SignInForm(RequestLoginCodeForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        email = super().clean_email().strip().lower()
        if not limits.code_may_go(context.request, email):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    code = code_field()

    def clean_code(self) -> str:
        if not limits.code_may_be_typed(context.request):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class EmailCodeForm(forms.Form):
    code = code_field()


class FactorForm(AuthenticateForm):
    code = code_field(_("The code from your app, or a recovery code"), 20)


class FactorAgainForm(ReauthenticateForm):
    code = code_field(_("The code from your app, or a recovery code"), 20)


class AppForm(ActivateTOTPForm):
    code = code_field(_("The six digits in the app"))


class _CredentialShape:
    """What a browser sends is read by libraries that expect an object; anything else is simply not a passkey."""

    def clean_credential(self) -> Any:
        credential = self.cleaned_data.get("credential")  # type: ignore[attr-defined]
        response = credential.get("response") if isinstance(credential, dict) else None
        if not isinstance(response, dict):
            raise ValidationError(_("That did not fit. Try once more, or take another way."))
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(_("That did not fit. Try once more, or take another way.")) from error


class PasskeySignInForm(_CredentialShape, LoginWebAuthnForm):
    pass


class PasskeyFactorForm(_CredentialShape, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_CredentialShape, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(AddWebAuthnForm):
    """Always one that lives on the device and asks for finger, face or PIN: it counts as both factors."""

    name = forms.CharField(
        label=_("What do you call this device?"),
        max_length=60,
        required=False,
        help_text=_("For your own list, such as “My phone”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean(self) -> dict[str, Any]:
        # The library asks only those for user verification who ask for it by a box in the form.
        self.cleaned_data["passwordless"] = True
        credential = self.cleaned_data.get("credential")
        if credential is not None and not (
            isinstance(credential, dict) and isinstance(credential.get("response"), dict)
        ):
            raise ValidationError(_("That did not fit. Try once more, or take another way."))
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(_("That did not fit. Try once more, or take another way.")) from error


class ProfileForm(forms.ModelForm):
    picture = forms.FileField(
        label=_("A picture of you"),
        required=False,
        help_text=_("If you like. JPEG, PNG or WebP, at most 8 MB. Place and time in the picture are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Person
        fields = ("display_name", "about", "language", "phone")
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }
        help_texts = {
            "about": _("If you like. One line is enough."),
            "phone": _("Private: nobody else sees it until you say yes to one."),
        }

    def clean_display_name(self) -> str:
        return clean_name(self.cleaned_data["display_name"])

    def clean_about(self) -> str:
        return " ".join(plain_text.clean(self.cleaned_data["about"]).split())

    def clean_picture(self) -> bytes | None:
        upload = self.cleaned_data.get("picture")
        if not upload:
            return None
        try:
            return clean_portrait(upload)
        except UnusablePicture as error:
            raise ValidationError(str(error)) from error
