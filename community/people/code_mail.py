"""A sign-in code to somebody whose address the page need not ask for: the link of a mail knows it."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import HttpRequest

from community.people.forms import SignInForm
from community.people.models import Person

#: In the session: the code page then shows the address only in part, since whoever holds a mail's link asked for it.
MASKED = "code_address_masked"


def masked(email: str) -> str:
    """Enough of an address to know one's own by."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def send_code_to(request: HttpRequest, person: Person) -> str:
    """Send the code, under the same bounds as at the door, and let the session wait for it. Gives what is wrong, in a
    sentence; empty where nothing is. Second factors are asked for after it as ever."""
    form = SignInForm({"email": person.email})
    if not form.is_valid():
        return next(str(error) for errors in form.errors.values() for error in errors)
    LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=form.cleaned_data["email"])
    request.session[MASKED] = masked(person.email)
    return ""
