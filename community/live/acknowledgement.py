"""What a socket was given and has acknowledged, in bytes, and whether it still answers.

A server's send never blocks: to a reader that has stopped everything goes into memory, without end. So the socket is
asked now and then whether it has come as far as here (`acknowledge`, with a number), and answers with the number
(`ack`). One that owes too much, or an answer for too long, is cut; its page comes back and catches up by the log.
A socket that is given little is asked only whether it is still there, when it has said nothing for long.
"""

import time
from collections import deque

#: Asked at once after this many bytes; within a second after these few; never for less.
ASK_AFTER = 65_536
ASK_SOON_AFTER = 16_384
#: More than this may not be unacknowledged. A burst of 2,000 messages must fit, also over a slow line.
MOST_OWED = 1_048_576
#: Seconds within which a question is answered. With the second before it is asked and the one before it is looked at,
#: a page that has stopped reading is cut within ten.
ANSWER_WITHIN = 7.0
#: Seconds of silence after which a page is asked whether it is there, and after which it is not. Pages ping every 25.
ASK_IF_THERE = 50.0
SILENT_FOR = 75.0


class Account:
    def __init__(self) -> None:
        self.given = 0
        self.acknowledged = 0
        #: How much had been given at the last question, and its number.
        self.asked_at = 0
        self.number = 0
        #: Number, bytes given by then, and moment of the questions without an answer.
        self.open: deque[tuple[int, int, float]] = deque()
        self.heard_at = time.monotonic()

    @property
    def owed(self) -> int:
        return self.given - self.acknowledged

    def give(self, size: int) -> bool:
        """So much was sent. True when the socket is to be asked at once."""
        self.given += size
        return self.given - self.asked_at >= ASK_AFTER

    def to_be_asked(self, now: float) -> bool:
        """Looked at every second."""
        if self.given - self.asked_at >= ASK_SOON_AFTER:
            return True
        return not self.open and now - self.heard_at >= ASK_IF_THERE

    def ask(self) -> int:
        """The number of a new question: have you come as far as here?"""
        self.number += 1
        self.asked_at = self.given
        self.open.append((self.number, self.given, time.monotonic()))
        return self.number

    def answer(self, number: int) -> bool:
        """An answer holds for all questions before it. False when none of them is open."""
        answered = bool(self.open) and self.open[0][0] <= number <= self.number
        while self.open and self.open[0][0] <= number <= self.number:
            self.acknowledged = self.open.popleft()[1]
        return answered

    def lost(self, now: float) -> bool:
        """Whether the socket reads no more, or too slowly."""
        late = bool(self.open) and now - self.open[0][2] >= ANSWER_WITHIN
        # Asked only whether it is there, it has until the end of the silence.
        late = late and self.owed >= ASK_SOON_AFTER
        return late or self.owed > MOST_OWED or now - self.heard_at >= SILENT_FOR
