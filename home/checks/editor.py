"""The checks in Wagtail: a rule of its content checker for each, which finds what the preview shows."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.userbar import ContentCheckerItem

from home.checks.checks import CHECKS

_NEVER = "nextwork-never"


class NextworkChecks(ContentCheckerItem):
    @cached_property
    def media(self) -> Media:
        return Media(js=["home/js/editor_checks.js"])

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        return [*super().get_axe_run_only(request), *(check.rule for check in CHECKS)]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        ours = [
            {
                "id": check.rule,
                "impact": "serious",
                "selector": check.selector,
                "tags": ["best-practice"],
                "any": [_NEVER],
                "enabled": True,
            }
            for check in CHECKS
        ]
        return [*super().get_axe_custom_rules(request), *ours]

    def get_axe_custom_checks(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_checks(request), {"id": _NEVER}]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        ours = {check.rule: {"error_name": check.title, "help_text": check.help} for check in CHECKS}
        return {**super().get_axe_messages(request), **ours}


def use_our_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    """In place of Wagtail's own, with all of its rules."""
    items[:] = [_ours(item) if isinstance(item, ContentCheckerItem) else item for item in items]


def _ours(item: ContentCheckerItem) -> NextworkChecks:
    return NextworkChecks(in_editor=item.in_editor)
