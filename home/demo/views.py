"""In a demonstration only: sign in as one of its people with one tap. Elsewhere these addresses do not exist."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.people.models import Person
from community.people.second_factor import mark_second_factor
from home.demo.people import KINDS, content, demo_people


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404


@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody of the demo, by what they are, with one button each."""
    _only_in_a_demo()
    municipalities = {network["id"]: network["kommune"] for network in content()["netvaerk"]}
    kinds = [
        {
            "heading": heading,
            "people": [
                {"person": person, "place": municipalities.get(person.network, "")}
                for person in demo_people()
                if person.role == role
            ],
        }
        for role, heading in KINDS
    ]
    return render(request, "home/demo/demo.html", {"kinds": kinds})


@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the person whose id of the file is posted; it counts as both factors."""
    _only_in_a_demo()
    emails = {person.id: person.email for person in demo_people()}
    person = get_object_or_404(Person, email=emails.get(request.POST.get("person", ""), ""), is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    mark_second_factor(request)
    return redirect(settings.LOGIN_REDIRECT_URL)
