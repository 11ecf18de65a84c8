"""Transcripts: WebVTT with voices, read strictly, since what one program forgives another refuses.

Knows no models. What is stored is the file itself; everything shown is made of it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.podcasts.timecodes import as_vtt_time

#: Letters in a line that fits on a phone, as podcast programs ask for.
LINE_LIMIT = 65
#: Characters of a whole transcript: three hours of fast speech.
TRANSCRIPT_LIMIT = 500_000

#: Seconds of silence that begin a new passage, and letters after which one ends with its sentence.
PAUSE, ENOUGH = 2, 120

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME} --> {_TIME}")
_VOICE = re.compile(r"<v ([^<>&\n]{1,128})>(.*?)(?:</v>)?", re.DOTALL)


class TranscriptProblem(Exception):
    """What is wrong with a transcript, as a sentence that names the line."""


@dataclass(frozen=True)
class Cue:
    start: float
    end: float
    speaker: str
    #: Plain words, without marks.
    words: str


class Transcript:
    """Raises TranscriptProblem when its cues are read and the text is no WebVTT of ours."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")

    @classmethod
    def read_or_none(cls, text: str) -> "Transcript | None":
        transcript = cls(text)
        try:
            transcript.cues  # noqa: B018 reading is the test
        except TranscriptProblem:
            return None
        return transcript

    @cached_property
    def cues(self) -> list[Cue]:
        lines = self.text.split("\n")
        if lines[0] != "WEBVTT":
            raise TranscriptProblem(gettext("The first line must be WEBVTT and nothing else."))
        if len(lines) < 2 or lines[1]:
            raise TranscriptProblem(gettext("The line after WEBVTT must be empty: no Kind and no Language there."))
        cues: list[Cue] = []
        speaker = ""
        for first, block in _blocks(lines):
            if block[0].startswith("NOTE"):
                continue
            if "-->" not in block[0] and len(block) > 1:
                # A cue may have a name of its own; nobody needs it.
                first, block = first + 1, block[1:]
            cue = self._cue(first, block, speaker)
            if cues and cue.start < cues[-1].end:
                raise TranscriptProblem(_line(first, gettext("It begins before the one above has ended.")))
            cues.append(cue)
            speaker = cue.speaker
        if not cues:
            raise TranscriptProblem(gettext("There is nothing said in this transcript."))
        return cues

    def _cue(self, first: int, block: list[str], speaker: str) -> Cue:
        match = _TIMING.fullmatch(block[0])
        if match is None:
            raise TranscriptProblem(_line(first, gettext("Here a time is wanted, as 00:01:23.000 --> 00:01:27.500.")))
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        if end <= start:
            raise TranscriptProblem(_line(first, gettext("It ends before it begins.")))
        if not block[1:]:
            raise TranscriptProblem(_line(first, gettext("Nothing is said here.")))
        for number, line in enumerate(block[1:], start=first + 1):
            if len(unescape(re.sub(r"<[^>]*>", "", line))) > LINE_LIMIT:
                raise TranscriptProblem(_line(number, gettext("The line is longer than 65 letters. Break it.")))
        said = _VOICE.fullmatch("\n".join(block[1:]))
        if said is None and not speaker:
            raise TranscriptProblem(_line(first, gettext("Say who speaks: <v Name> before the words.")))
        name, words = (said.group(1).strip(), said.group(2)) if said else (speaker, "\n".join(block[1:]))
        if "<" in words or ">" in words or re.search(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)", words):
            raise TranscriptProblem(_line(first, gettext("Only words here: no marks, and & is written &amp;.")))
        return Cue(start, end, name, " ".join(unescape(words).split()))

    @property
    def speakers(self) -> list[str]:
        return list(dict.fromkeys(cue.speaker for cue in self.cues))

    def passages(self, chapters: Collection[int] = ()) -> list[Cue]:
        """Cues of one speaker drawn together to what one reads in one breath: sentences, not lines of a screen.

        Where a chapter begins (in whole seconds), a passage begins."""
        passages: list[Cue] = []
        for cue in self.cues:
            last = passages[-1] if passages else None
            if (
                last
                and last.speaker == cue.speaker
                and cue.start - last.end < PAUSE
                and int(cue.start) not in chapters
                and not (len(last.words) >= ENOUGH and last.words.endswith((".", "?", "!", "”")))
                and len(last.words) + len(cue.words) < 3 * ENOUGH
            ):
                passages[-1] = Cue(last.start, cue.end, cue.speaker, f"{last.words} {cue.words}")
            else:
                passages.append(cue)
        return passages

    @property
    def words(self) -> str:
        """All that is said, for searching and for machines that read no times."""
        return " ".join(cue.words for cue in self.cues)

    def as_vtt(self) -> str:
        """Written anew from what was read: one form, whatever was typed."""
        parts = ["WEBVTT\n"]
        for cue in self.cues:
            broken = "\n".join(broken_lines(cue.words))
            parts.append(
                f"{as_vtt_time(cue.start)} --> {as_vtt_time(cue.end)}\n<v {cue.speaker}>{escape(broken, quote=False)}\n"
            )
        return "\n".join(parts)


def validate_transcript(text: str) -> None:
    """For the model: empty is said by the field itself."""
    if len(text) > TRANSCRIPT_LIMIT:
        raise ValidationError(_("This transcript is longer than we can take."), code="too_long")
    try:
        Transcript(text).cues  # noqa: B018 reading is the test
    except TranscriptProblem as problem:
        raise ValidationError(str(problem), code="no_webvtt") from None


def broken_lines(words: str) -> list[str]:
    """The words in lines that fit; a longer word stands alone."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE_LIMIT:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """What stands between empty lines, each with the number of its first line, counted from one."""
    blocks: list[tuple[int, list[str]]] = []
    open_block: list[str] = []
    for number, line in enumerate(lines[2:], start=3):
        if line.strip():
            if not open_block:
                blocks.append((number, open_block))
            open_block.append(line)
        else:
            open_block = []
    return blocks


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _line(number: int, sentence: str) -> str:
    return gettext("Line %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}
