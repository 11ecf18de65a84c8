"""Get help now: for everybody, signed in or not, without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.help_lines.models import HelpLine
from home.page_cache.kept import kept_for_visitors


@require_safe
@kept_for_visitors
def get_help(request: HttpRequest) -> HttpResponse:
    """The lines of the page's language; Danish ones, marked as such, while nobody has translated them."""
    language = get_language() or "da"
    told = list(HelpLine.objects.filter(locale__language_code__in={language, "da"}).select_related("locale"))
    lines = [line for line in told if line.locale.language_code == language] or told
    return render(
        request,
        "home/help_lines/get_help.html",
        {
            "urgent": [line for line in lines if line.urgent],
            "others": [line for line in lines if not line.urgent],
            "page_language": language,
            "unchecked": any(line.needs_checking for line in lines),
            "never_checked": any(line.reviewed_on is None for line in lines),
        },
    )


def offline_context() -> dict[str, Any]:
    """The Danish lines that can be called; 112 stands on the page by itself."""
    lines = HelpLine.objects.filter(locale__language_code="da").exclude(number__in=["", "112"])
    return {"lines": lines}


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What phones show while their net is away: the service worker keeps a copy. The same for everybody."""
    return render(request, "home/help_lines/offline.html", offline_context())
