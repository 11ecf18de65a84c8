"""What the whole site is wired with once, whoever serves it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from config.observing import note_slow_queries, register_site

        connection_created.connect(
            lambda connection, **_signal: note_slow_queries(connection), weak=False, dispatch_uid="slow_queries"
        )
        register_site()
