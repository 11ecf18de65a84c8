"""What editors change of the company network. Wagtail looks for this file by its name."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from company_network.companies.models import Trade


class TradeViewSet(SnippetViewSet):
    """The trades that companies are found by."""

    model = Trade
    icon = "tag"
    panels = [FieldPanel("name")]
    search_fields = ["name"]


register_snippet(TradeViewSet)
