"""What the Wagtail admin leaves out and does otherwise. Wagtail looks for this file by its name."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.encoding import force_str
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.views.mixins import SpreadsheetExportMixin, list_to_str
from wagtail.snippets.models import register_snippet

from community.cells import harmless
from home.admin_widgets.choosers import write_no_script
from home.checks.editor import use_our_checks
from home.help_lines.admin import LinesToCheckPanel
from home.help_lines.policy import can_keep_lines
from home.podcasts.admin import SoundViewSet

register_snippet(SoundViewSet)
write_no_script()
# After Wagtail has put its own there.
hooks.register("construct_wagtail_userbar", use_our_checks, order=100)


def _cell(value: Any) -> Any:
    told = force_str(value, strings_only=True)
    return harmless(told) if isinstance(told, str) else told


# The admin's own lists are fetched as CSV too, and titles may begin like a formula. (As XLSX they are marked as text.)
SpreadsheetExportMixin.custom_value_preprocess |= {
    list: {
        SpreadsheetExportMixin.FORMAT_CSV: lambda values: harmless(list_to_str(values)),
        SpreadsheetExportMixin.FORMAT_XLSX: list_to_str,
    },
    # Last: everything else.
    object: {SpreadsheetExportMixin.FORMAT_CSV: _cell},
}


@hooks.register("insert_global_admin_js")
def set_up_widgets() -> SafeString:
    return format_html('<script src="{}"></script>', static("home/js/admin_widgets.js"))


@hooks.register("construct_homepage_panels")
def numbers_that_wait(request: HttpRequest, panels: list[Any]) -> None:
    """Before everything else, for those who keep them: numbers of help that nobody has checked for three months."""
    if can_keep_lines(request.user):
        panels.insert(0, LinesToCheckPanel())


@hooks.register("construct_settings_menu")
def without_people(request: HttpRequest, items: list[Any]) -> None:
    """People come by invitation and roles by membership: the admin shows no list of them, not even to superusers."""
    items[:] = [item for item in items if item.name not in ("users", "groups", "user")]


@hooks.register("register_rich_text_features", order=100)
def plain_rich_text(features: Any) -> None:
    """Where nothing else is said, rich text is words, links and lists."""
    features.default_features = ["bold", "italic", "link", "document-link", "ul", "ol"]
