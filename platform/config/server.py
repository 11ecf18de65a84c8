"""daphne in this process, with bounds on what clients may send and sockets told that the server goes away."""

import logging
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server as Daphne
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer, reactor

#: Bytes of one WebSocket message; ours are a few hundred.
SOCKET_BOUND = 65_536
#: RFC 6455: the service restarts; clients come back by themselves.
SERVICE_RESTART = 1012


class SocketProtocol(WebSocketProtocol):
    def serverClose(self, code: int | None = None) -> None:
        """Close with any code that a server may send: autobahn's own method refuses 1008, 1012 and 1013."""
        self.sendCloseFrame(code=1000 if code is None else code, isReply=False)


class Server(Daphne):
    def kill_all_applications(self) -> Any:
        """Tell open sockets to come back later, give the frames a moment to leave, then cancel what still runs."""
        for protocol in list(self.connections):
            if hasattr(protocol, "sendCloseFrame"):
                protocol.sendCloseFrame(code=SERVICE_RESTART, isReply=False)
        for details in self.connections.values():
            # A kept-alive connection between two requests has no application.
            if "application_instance" in details:
                details["application_instance"].cancel()
        leaving: defer.Deferred = defer.Deferred()
        reactor.callLater(0.2, leaving.callback, None)  # type: ignore[arg-type]
        return leaving


def serve(host: str, port: int, when_ready: Callable[[], object]) -> bool:
    """Serve until SIGINT or SIGTERM; `when_ready` is called once it listens.

    No access log: paths carry invitations, and a proxy keeps its own.
    """
    from config.asgi import application

    logging.getLogger("daphne").setLevel(logging.WARNING)

    def ready() -> None:
        # Whoever says too much or nonsense is told so by a close frame (1009, 1007), not left with a dead line.
        server.ws_factory.setProtocolOptions(failByDrop=False)
        server.ws_factory.protocol = SocketProtocol
        when_ready()

    server = Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        websocket_max_message_size=SOCKET_BOUND,
        websocket_max_frame_size=SOCKET_BOUND,
        # a client that does not answer pings for this long is gone
        ping_interval=20,
        ping_timeout=30,
        application_close_timeout=5,
        verbosity=0,
        server_name="",
        ready_callable=ready,
    )
    server.run()
    return not server.abort_start
