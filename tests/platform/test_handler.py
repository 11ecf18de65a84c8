"""Under ASGI a page is answered by one thread, and what runs in the event loop still does."""

import threading

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from config.handler import OneThreadHandler

threads: list[int] = []


def note_threads(get_response):
    def middleware(request):
        threads.append(threading.get_ident())
        response = get_response(request)
        threads.append(threading.get_ident())
        return response

    return middleware


def page(request):
    threads.append(threading.get_ident())
    return HttpResponse("sync")


async def in_the_loop(request):
    threads.append(threading.get_ident())
    return HttpResponse("async")


def handler404(request, exception):
    return HttpResponse("nowhere", status=404)


urlpatterns = [path("page/", page), path("in-the-loop/", in_the_loop)]
SYNC_AND_ASYNC = "django.middleware.common.CommonMiddleware"


async def get(address):
    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    line = ApplicationCommunicator(OneThreadHandler(), scope)
    await line.send_input({"type": "http.request"})
    began, body = await line.receive_output(), await line.receive_output()
    await line.wait()
    return began["status"], body["body"]


@pytest.fixture(autouse=True)
def _these_pages():
    threads.clear()
    middleware = [f"{__name__}.note_threads", SYNC_AND_ASYNC, f"{__name__}.note_threads"]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware):
        yield


async def test_a_page_is_answered_by_one_thread():
    assert await get("/page/") == (200, b"sync")
    assert len(threads) == 5
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_an_async_view_runs_in_the_event_loop():
    assert await get("/in-the-loop/") == (200, b"async")
    assert threads[2] == threading.get_ident()


async def test_what_nobody_serves_is_not_found():
    assert (await get("/nowhere/"))[0] == 404
