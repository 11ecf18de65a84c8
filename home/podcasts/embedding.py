"""An episode within pages of others: its title, its player and the way back, where an editor allows it.

Voices are never embedded: nobody is asked for that, and what stands in others' pages cannot be told that a yes is gone.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape

from home.podcasts.models import EMBEDDED, EpisodePage

#: Pixels that the player needs on a phone.
HEIGHT = 520
#: That of the site's pages, but that every page may frame it, and that there is nothing to send.
POLICY = "; ".join(
    f"{name} {' '.join(allowed)}"
    for name, allowed in {
        **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "frame-ancestors": ["*"],
        "form-action": ["'none'"],
    }.items()
)


def embedded_address(episode: EpisodePage) -> str:
    return f"{episode.absolute_url}{EMBEDDED}/"


def embedding_code(episode: EpisodePage) -> str:
    """What an editor of another site copies into a page of theirs."""
    return (
        f'<iframe src="{escape(embedded_address(episode))}" title="{escape(episode.title)}" '
        f'width="100%" height="{HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )


def embedded_page(episode: EpisodePage, request: HttpRequest) -> HttpResponse:
    """The page in the frame. Without a cookie or a form, so that nobody can be made to do anything by framing it."""
    if not episode.may_be_embedded or not EpisodePage.objects.heard().filter(pk=episode.pk).exists():
        raise Http404
    response = render(request, "home/podcasts/embedded.html", episode.get_context(request))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    response.xframe_options_exempt = True
    return response
