"""A mail server for a rehearsal: takes what it is sent, and counts it."""

import asyncio


class Letters(asyncio.Protocol):
    """Takes mails as a mail server does, and counts them."""

    count = 0
    seen = b""

    def connection_made(self, transport) -> None:
        self.transport, self.rest, self.letter = transport, b"", False
        transport.write(b"220 letters\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while b"\r\n" in self.rest:
            line, _break, self.rest = self.rest.partition(b"\r\n")
            if self.letter:
                Letters.seen += line + b"\n"
                if line == b".":
                    self.letter = False
                    Letters.count += 1
                    self.transport.write(b"250 kept\r\n")
            elif line.upper().startswith(b"DATA"):
                self.letter = True
                self.transport.write(b"354 go on\r\n")
            elif line.upper().startswith(b"QUIT"):
                self.transport.write(b"221 bye\r\n")
                self.transport.close()
            else:
                self.transport.write(b"250 ok\r\n")
