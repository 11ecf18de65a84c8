"""What Wagtail's choosers write into a page: no script, but an element that says what it wants to be set up.

The admin runs scripts from files alone (config.policies). Where Wagtail writes `<script>new PageChooser(…)</script>`
behind a widget, an `<nw-widget>` stands instead, and home/js/admin_widgets.js does what it says. Date fields and panels
get theirs from the templates under templates/wagtailadmin/; choosers have theirs in Python.
"""

import json
from typing import Any

from django.utils.html import escapejs, format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def _render(self: Any, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None) -> SafeString:
    """As Wagtail's own, but for its last line."""
    chosen = self.get_value_data(value)
    return format_html(
        '{}<nw-widget hidden data-name="{}" data-field="{}" data-options="{}"></nw-widget>',
        self.render_html(name, chosen, attrs),
        self.js_constructor,
        attrs["id"],
        escapejs(json.dumps(self.get_js_init_options(attrs["id"], name, chosen))),
    )


def write_no_script() -> None:
    BaseChooser.render = _render
    # The one that said so in a script of its own.
    AdminTaskChooser.js_constructor = "createTaskChooser"
