"""What editors change of the youth network. Wagtail looks for this file by its name."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from youth_network.live_meetings.models import HostScript


class HostScriptViewSet(SnippetViewSet):
    """The words that help whoever hosts for the first time."""

    model = HostScript
    icon = "openquote"
    panels = [FieldPanel("language"), FieldPanel("text")]


register_snippet(HostScriptViewSet)
