"""HTTP by WSGI (gunicorn), for set-ups whose proxy sends /ws/ to daphne and serves the static files itself."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.collector import settle  # noqa: E402  (Django must be set up first)

settle()
