"""The members' home: what the rooms have for the person, calmly, and then it ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.permissions import member_page
from community.since_last.blocks import main_blocks, side_blocks


@member_page
@require_safe
def since_last(request: HttpRequest) -> HttpResponse:
    context = {
        "main_blocks": [block for make in main_blocks if (block := make(request))],
        "side_blocks": [block for make in side_blocks if (block := make(request))],
    }
    return render(request, "community/since_last/since_last.html", context)
