"""A transcript is read strictly, and what is wrong is said with its line."""

import pytest
from django.core.exceptions import ValidationError

from home.podcasts.timecodes import TimecodeField, as_iso_duration, as_timecode, as_vtt_time
from home.podcasts.transcripts import Transcript, TranscriptProblem, validate_transcript

GOOD = """WEBVTT

NOTE Made for a test

1
00:00:00.000 --> 00:00:03.500
<v Intervieweren>Hvad er de unges oplevelse
af at være med?

00:00:03.500 --> 00:00:08.000
<v Ung i NExTWORK>Vi er Anna &amp; jeg.

00:08.000 --> 00:10.000
Det er den samme, der taler.
"""


def test_cues_have_their_speaker_and_plain_words():
    cues = Transcript(GOOD).cues
    assert [cue.speaker for cue in cues] == ["Intervieweren", "Ung i NExTWORK", "Ung i NExTWORK"]
    assert cues[0].words == "Hvad er de unges oplevelse af at være med?"
    assert cues[1].words == "Vi er Anna & jeg."
    assert (cues[2].start, cues[2].end) == (8.0, 10.0)


def test_what_is_written_is_read_the_same_again():
    first = Transcript(GOOD)
    again = Transcript(first.as_vtt())
    assert again.cues == first.cues
    assert again.as_vtt() == first.as_vtt()
    assert "NOTE" not in first.as_vtt()
    assert "&amp;" in first.as_vtt()


def test_line_ends_of_windows_and_a_mark_in_front_are_no_problem():
    assert Transcript("\ufeff" + GOOD.replace("\n", "\r\n")).cues == Transcript(GOOD).cues


CUE = "WEBVTT\n\n{time}\n{words}\n"
TIME, WORDS = "00:00:00.000 --> 00:00:02.000", "<v Ung>Hej"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hej", "Den første linje"),
        ("WEBVTT - titel\n\n" + TIME + "\n" + WORDS, "Den første linje"),
        ("WEBVTT\nKind: captions\nLanguage: da\n\n" + TIME + "\n" + WORDS, "Linjen efter WEBVTT"),
        ("WEBVTT\n\n", "Der bliver ikke sagt noget"),
        (CUE.format(time="00:00:02.000 --> 00:00:01.000", words=WORDS), "Linje 3: Den slutter, før den begynder."),
        (CUE.format(time="00:00:02.000 --> 00:00:02.000", words=WORDS), "Linje 3: Den slutter, før den begynder."),
        (CUE.format(time="0:02 --> 0:03", words=WORDS), "Linje 3: Her skal der stå en tid"),
        (CUE.format(time="00:00:00,000 --> 00:00:02,000", words=WORDS), "Linje 3: Her skal der stå en tid"),
        (CUE.format(time=TIME, words="Hej"), "Linje 3: Skriv, hvem der taler"),
        (CUE.format(time=TIME, words="<v Ung><b>Hej</b>"), "Linje 3: Kun ord her"),
        (CUE.format(time=TIME, words="<v Ung>Du & jeg"), "Linje 3: Kun ord her"),
        (CUE.format(time=TIME, words="<v Ung><script>x"), "Linje 3: Kun ord her"),
        (CUE.format(time=TIME, words="<v Ung>" + "a" * 66), "Linje 4: Linjen er længere end 65 tegn"),
        (f"WEBVTT\n\n{TIME}\n", "Linje 3: Her bliver der ikke sagt noget"),
        (f"WEBVTT\n\n{TIME}\n{WORDS}\n\n00:00:01.000 --> 00:00:03.000\n{WORDS}\n", "Linje 6: Den begynder, før"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, sentence):
    with pytest.raises(TranscriptProblem) as problem:
        Transcript(text).cues  # noqa: B018
    assert str(problem.value).startswith(sentence)
    with pytest.raises(ValidationError):
        validate_transcript(text)


def test_a_transcript_has_a_bound():
    with pytest.raises(ValidationError):
        validate_transcript("WEBVTT\n\n" + "x" * 500_001)


@pytest.mark.parametrize(("typed", "seconds"), [("0:00", 0), ("1:23", 83), ("1:02:03", 3723), ("90", 90), ("1.05", 65)])
def test_a_moment_is_typed_as_people_write_it(typed, seconds):
    assert TimecodeField().clean(typed) == seconds


@pytest.mark.parametrize("typed", ["1:60", "om lidt", "-1", "1:2", "½"])
def test_what_is_no_moment_is_refused(typed):
    with pytest.raises(ValidationError):
        TimecodeField().clean(typed)


def test_moments_are_written_for_people_and_for_machines():
    assert [as_timecode(seconds) for seconds in (0, 83.9, 3723)] == ["0:00", "1:23", "1:02:03"]
    assert [as_iso_duration(seconds) for seconds in (0.2, 83, 3600, 3723)] == ["PT1S", "PT1M23S", "PT1H", "PT1H2M3S"]
    assert as_vtt_time(3723.0456) == "01:02:03.046"
