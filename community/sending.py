"""Forms that a script sends: it asks where to go next instead of going there, so that the page with the words stays
until their arrival is certain."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse

#: What such a script calls itself in X-Sent-By.
SCRIPT = "script"


def tells_scripts_where(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view's redirect, told to a script as {"url": …}. Below `member_page`: being sent to sign in is no answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect) and request.headers.get("X-Sent-By") == SCRIPT:
            return JsonResponse({"url": response.url})
        return response

    return answer
