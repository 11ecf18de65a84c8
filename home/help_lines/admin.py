"""What editors meet first in the administration while numbers wait to be checked."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from home.help_lines.models import HelpLine
from home.help_lines.operations import lines_to_check


class LinesToCheckPanel(Component):
    name = "lines_to_check"
    template_name = "home/help_lines/admin_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        change = HelpLine.snippet_viewset.get_url_name("edit")
        return {"lines": [(line, reverse(change, args=[line.pk])) for line in lines_to_check()]}

    def render_html(self, parent_context: Any = None) -> Any:
        """Nothing where all is checked."""
        return super().render_html(parent_context) if lines_to_check() else ""
