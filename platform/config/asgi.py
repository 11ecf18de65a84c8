"""Everything by ASGI (daphne): pages, static files and the one socket."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (Django must be set up first)
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import SessionMiddlewareStack  # noqa: E402
from django.conf import settings  # noqa: E402
from servestatic import ServeStaticASGI  # noqa: E402

from config.collector import settle  # noqa: E402
from config.handler import OneThreadHandler  # noqa: E402
from config.static import add_static_headers  # noqa: E402
from config.urls import websocket_urlpatterns  # noqa: E402

# Before the first collectstatic there is nothing to serve, which is no reason not to start.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
static_first = ServeStaticASGI(
    OneThreadHandler(),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    add_headers_function=add_static_headers,
)

application = ProtocolTypeRouter(
    {
        # Static files stand before Django: as a middleware they would keep daphne from ending on SIGTERM.
        "http": static_first,
        # The socket reads the person behind the session itself, and again whenever it matters.
        "websocket": AllowedHostsOriginValidator(SessionMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
settle()
