"""What editors see of their own page before others do."""

from typing import Any

from django import template

from home.checks.checks import findings_of

register = template.Library()


@register.inclusion_tag("home/checks/findings.html", takes_context=True)
def editors_findings(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing but on a preview: what is found is no reader's affair."""
    request, page = context.get("request"), context.get("page")
    if page is None or not getattr(request, "is_preview", False):
        return {"findings": []}
    return {"findings": findings_of(page)}
