"""What is said in a clip: its transcript under the name that was chosen, and whether a quotation is a part of it."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from home.podcasts.timecodes import as_vtt_time
from home.podcasts.transcripts import Cue, Transcript, TranscriptProblem, broken_lines

#: Who speaks where it is the person themself: shown under the name they chose, everywhere.
THE_PERSON = "Taler"
#: The short form: a time and what is said from there on, a line each.
_SHORT = re.compile(r"(\d{1,2}):([0-5]\d)\s+(\S.*)")
#: Fewer letters than these are anybody's words.
A_QUOTATION = 20
_WORD = re.compile(r"\w+")
#: Where words were left out of a printed quotation.
_GAP = re.compile(r"\s*(?:\(\.\.\.\)|\(…\)|\[\.\.\.\]|\[…\]|…)\s*")


def as_vtt(text: str, seconds: float) -> str:
    """WebVTT of ours, from WebVTT or from plain lines that begin with a time. Raises TranscriptProblem."""
    text = text.removeprefix("\ufeff").strip()
    if not text:
        return ""
    script = Transcript((text if text.startswith("WEBVTT") else _from_lines(text, seconds)) + "\n")
    if seconds and script.cues[-1].start >= seconds:
        raise TranscriptProblem(_("The last line begins after the sound has ended."))
    return script.as_vtt()


def _from_lines(text: str, seconds: float) -> str:
    found: list[tuple[int, str]] = []
    for line in filter(str.strip, text.splitlines()):
        match = _SHORT.fullmatch(line.strip())
        if match is None:
            raise TranscriptProblem(
                _("Begin each line with its time, such as “0:04 I take more”. This one does not: %(line)s")
                % {"line": line.strip()[:40]}
            )
        found.append((int(match[1]) * 60 + int(match[2]), match[3]))
    ends = [float(begins) for begins, _words in found[1:]] + [max(seconds, found[-1][0] + 1.0)]
    parts = ["WEBVTT\n"]
    for (begins, words), end in zip(found, ends, strict=True):
        words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        said = "\n".join(broken_lines(words))
        parts.append(f"{as_vtt_time(begins)} --> {as_vtt_time(end)}\n<v {THE_PERSON}>{said}\n")
    return "\n".join(parts)


def cues_of(vtt: str, name: str = THE_PERSON) -> list[Cue]:
    """What is said, the person under this name."""
    return [replace(cue, speaker=name) if cue.speaker == THE_PERSON else cue for cue in Transcript(vtt).cues]


def named(vtt: str, name: str) -> str:
    """The same file with the person under this name."""
    # A voice tag ends at ">", and a line break would end the cue.
    name = " ".join(name.replace("<", "").replace(">", "").replace("&", "+").split())
    return vtt.replace(f"<v {THE_PERSON}>", f"<v {name or THE_PERSON}>")


def words_in(text: str) -> str:
    """The words alone, with a space before and behind each, so that a part of a word is not taken for it."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def is_a_quotation(text: str) -> bool:
    """Whether a text is long enough to be known as somebody's; shorter ones are anybody's words."""
    return len(text) >= A_QUOTATION


def holds(vtt: str, quote: str) -> bool:
    """Whether the quotation is word for word a part of what the person says; where it marks that words are left out,
    its parts stand in their order."""
    said = " ".join(" ".join(cue.words for cue in Transcript(vtt).cues if cue.speaker == THE_PERSON).split())
    at = 0
    for part in _GAP.split(quote):
        words = " ".join(part.split())
        at = said.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True
