"""The page of the site that lists the voices. It holds none of their words."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.pages.models import PublicPage

if TYPE_CHECKING:
    from home.testimonials.telling import Telling


class TestimonialIndexPage(PublicPage):
    template = "home/testimonials/testimonial_index_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The voices by kind of speaker, youths first; `?who=` and `?where=` narrow them."""
        from home.testimonials.models import Speaker
        from home.testimonials.telling import tellings

        told = tellings(self.locale.language_code)
        who, where = request.GET.get("who", ""), request.GET.get("where", "")
        places = sorted({one.municipality for one in told if one.municipality})
        shown = [one for one in told if who in ("", one.speaker) and where in ("", one.municipality)]
        return super().get_context(request, *args, **kwargs) | {
            "kinds": [(kind, kind.heading) for kind in Speaker if any(one.speaker == kind for one in told)],
            "places": places,
            "who": who if who in Speaker.values else "",
            "where": where if where in places else "",
            "voices": [(kind.heading, of_kind) for kind in Speaker if (of_kind := _of(shown, kind))],
        }


def _of(told: "list[Telling]", kind: str) -> "list[Telling]":
    return [one for one in told if one.speaker == kind]
