"""daphne in this process, with bounds on what clients may send and sockets told that the server goes away."""

import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any

from autobahn.websocket.protocol import PreparedMessage
from daphne.endpoints import build_endpoint_description_strings
from daphne.http_protocol import WebRequest
from daphne.server import Server as Daphne
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer, reactor
from twisted.internet.tcp import Connection as TcpConnection

#: Bytes of one WebSocket message; ours are a few hundred.
SOCKET_BOUND = 65_536
#: RFC 6455: the service restarts; clients come back by themselves.
SERVICE_RESTART = 1012
#: Seconds that requests which have begun may take once the process is told to end; systemd waits longer.
FINISH_WITHIN = 25.0


class SocketProtocol(WebSocketProtocol):
    #: What was sent last, and its frame: a room's words go to hundreds of sockets, one after the other.
    _last: "tuple[str, PreparedMessage] | None" = None

    def serverSend(self, content: Any, binary: bool = False) -> None:
        """Send a text as a frame that is written once for all who are sent the same text."""
        if binary or self.state != self.STATE_OPEN:
            super().serverSend(content, binary)
            return
        last = SocketProtocol._last
        if last is None or last[0] is not content:
            frame = self.factory.prepareMessage(content.encode(), doNotCompress=True)
            last = SocketProtocol._last = content, frame
        self._write(last[1].payloadHybi)

    def _write(self, data: bytes) -> None:
        """Hand the bytes to the socket at once where nothing waits before them: Twisted would have the reactor watch
        the socket for a moment, which takes three times as long as the sending itself. What the socket does not take
        goes Twisted's way, in its order."""
        line = self.transport
        plain = isinstance(line, TcpConnection) and line.connected and not line.disconnecting
        if plain and not (line.dataBuffer or line._tempDataBuffer):
            # Full, or broken: Twisted finds out which.
            with contextlib.suppress(OSError):
                data = data[line.socket.send(data) :]
        if data:
            line.write(data)

    def serverClose(self, code: int | None = None) -> None:
        """Close with any code that a server may send: autobahn's own method refuses 1008, 1012 and 1013."""
        self.sendCloseFrame(code=1000 if code is None else code, isReply=False)


class Request(WebRequest):
    """A request whose form is read by Django alone. Twisted would take it apart too, in the event loop, while all
    others wait, for nobody; and would refuse a form without a field, which the admin's editors send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)


class Server(Daphne):
    def kill_all_applications(self) -> Any:
        """Leave so that nobody loses anything: take no more connections, tell open sockets to come back later, answer
        the requests that have begun, and cancel what has not ended after FINISH_WITHIN."""
        for listener in self.listeners:
            listener.addCallback(lambda port: port and port.stopListening())
        for protocol in list(self.connections):
            if hasattr(protocol, "sendCloseFrame"):
                protocol.sendCloseFrame(code=SERVICE_RESTART, isReply=False)
        left: defer.Deferred = defer.Deferred()
        # A moment for the frames to leave, at the least.
        reactor.callLater(0.2, self._leave_when_done, left, time.monotonic() + FINISH_WITHIN)  # type: ignore[arg-type]
        return left

    def _leave_when_done(self, left: defer.Deferred, deadline: float) -> None:
        # A kept-alive connection between two requests has no application; one whose visitor has gone needs none.
        running = [
            (protocol, details["application_instance"])
            for protocol, details in self.connections.items()
            if "application_instance" in details and "disconnected" not in details
        ]
        answering = any(not hasattr(protocol, "sendCloseFrame") and not app.done() for protocol, app in running)
        if answering and time.monotonic() < deadline:
            reactor.callLater(0.05, self._leave_when_done, left, deadline)  # type: ignore[arg-type]
            return
        for _protocol, application in running:
            application.cancel()
        # The last bytes are on their way out, and cancelled sockets say goodbye.
        reactor.callLater(0.1, left.callback, None)  # type: ignore[arg-type]


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
        build = server.http_factory.buildProtocol

        def with_our_request(address: Any) -> Any:
            channel = build(address)
            channel.requestFactory = Request
            return channel

        server.http_factory.buildProtocol = with_our_request
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
