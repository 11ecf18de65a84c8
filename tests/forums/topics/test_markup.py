"""Light marks: what people really type stays as they meant it, and nothing typed becomes more than words."""

import re
import time
from html import unescape
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.topics.markup import render

ALLOWED = {"p", "br", "strong", "ul", "ol", "li", "blockquote", "a", "small"}


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


#: What people type without a thought of marks, and which must not change.
AS_TYPED = [
    "kl. 7. Vi mødtes ved porten",
    "7. november begyndte jeg",
    "2024. Det var et år",
    "112. Ring, hvis det brænder",
    "5 * 3 * 2 er 30",
    "5*3*2",
    "2**3 er 8",
    "_navn_ og min_fil_navn",
    "*suk* hvor er jeg træt",
    "f**k det s**t",
    "# overskrift",
    "#1 på listen",
    "---",
    "* * *",
    "- - -",
    "-5 grader i morges",
    "+45 12 34 56 78",
    "+ to timer",
    "– Hvad laver du?",
    ">:( ikke i dag",
    "->",
    ">3 timer",
    "¯\\_(ツ)_/¯",
    "C:\\mappe\\*.txt",
    "~~nej~~ og `kode`",
    "[x] og [ ] og [måske](en anden gang)",
    "[klik](javascript:alert(1))",
    "[klik](data:text/html;base64,AAAA)",
    "![billede](/hemmelig.png)",
    "<b>fed</b> & <script>alert(1)</script>",
    "&amp; &lt;",
    "****",
    "** ikke fed **",
    "Så gik jeg hjem.Da jeg kom, var der mad.Vi spiste.Nu sover jeg",
    "skriv til navn@mail.dk",
    "https://dr.dk@ondsindet.example/",
    "http://localhost/hemmelig",
    "8) det er mig",
    "    fire mellemrum",
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_is_typed_by_accident_stays_as_typed(text):
    assert render(text).count("<p>") == 1
    assert plain(render(text)) == text.strip()
    assert set(re.findall(r"<(\w+)", render(text))) == {"p"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hej\nmed jer\n\n\nNu", "<p>Hej<br>med jer</p><p>Nu</p>"),
        ("**Husk** sko, **to\npar**!", "<p><strong>Husk</strong> sko, <strong>to<br>par</strong>!</p>"),
        ("***begge***", "<p><strong>begge</strong></p>"),
        ("Tag:\n- sko\n* tøj\n• mad\nSå gå", "<p>Tag:</p><ul><li>sko</li><li>tøj</li><li>mad</li></ul><p>Så gå</p>"),
        ("- sko\n  de brune\n- **jakke**", "<ul><li>sko<br>de brune</li><li><strong>jakke</strong></li></ul>"),
        ("1. op\n2. ned", "<ol><li>op</li><li>ned</li></ol>"),
        ("1. op\n\nPause.\n\n2. ned", '<ol><li>op</li></ol><p>Pause.</p><ol start="2"><li>ned</li></ol>'),
        ("1. maj\n5. juni", "<ol><li>maj</li></ol><p>5. juni</p>"),
        ("> Freja:\n> det var koldt\nJa!", "<blockquote><p>Freja:<br>det var koldt</p></blockquote><p>Ja!</p>"),
        ("> > > > dybt", "<blockquote><blockquote><blockquote><p>&gt; dybt</p></blockquote></blockquote></blockquote>"),
    ],
)  # fmt: skip
def test_the_few_marks_do_what_they_look_like(text, html):
    assert render(text) == html


REL = 'rel="nofollow noopener noreferrer ugc"'


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("se https://dr.dk/nyheder.", f'<a href="https://dr.dk/nyheder" {REL}>https://dr.dk/nyheder</a>.'),
        ("(www.dr.dk/a_(b))", f'(<a href="https://www.dr.dk/a_(b)" {REL}>www.dr.dk/a_(b)</a>)'),
        ("på jobnet.dk, tror jeg", f'<a href="https://jobnet.dk" {REL}>jobnet.dk</a>, tror'),
        ("**se www.dr.dk**", f'<a href="https://www.dr.dk" {REL}>www.dr.dk</a></strong>'),
        ("[løn](https://ond.example/?a=1&b=2)", f'/?a=1&amp;b=2" {REL}>løn <small>(ond.example)</small></a>'),
        ("[dr.dk](https://ond.example/)", f'{REL}>dr.dk <small>(ond.example)</small></a>'),
        ("[på dr.dk](https://www.dr.dk/)", f'<a href="https://www.dr.dk/" {REL}>på dr.dk</a>'),
    ],
)  # fmt: skip
def test_a_link_says_where_it_leads(text, link):
    assert link in render(text)


def name_of_seven(text: str, place: int) -> int:
    return 7 if text[place : place + 7] in ("Fre<ja>", "Freja*!") else 0


def test_a_name_is_marked_and_stays_words():
    html = render("Hej @Fre<ja> og **@Freja*!** og\n> @Fre<ja>", name_of_seven)
    name, bold = '<strong class="at">@Fre&lt;ja&gt;</strong>', '<strong><strong class="at">@Freja*!</strong></strong>'
    assert html == f"<p>Hej {name} og {bold} og</p><blockquote><p>@Fre&lt;ja&gt;</p></blockquote>"


#: Pieces that make marks, so that hypothesis finds its way to their edges.
PIECES = st.sampled_from(
    ["**", "*", "- ", "1. ", "2. ", "> ", ">", "\n", "\n\n", "  ", "[", "](", ")", "https://", "www.", "a.dk", "@",
     "javascript:", "<", "&lt;", '"', "'", "</p>", "\\", "æ", "a", " ", "!",
     "\u202e", "\x00", "\u2028", "\ud7ff", "👩‍👩‍👧"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
def test_nothing_typed_becomes_more_than_words(text):
    html = render(text, lambda text, place: 3)
    assert set(re.findall(r"</?(\w+)", html)) <= ALLOWED
    for address in re.findall(r'href="([^"]*)"', html):
        assert urlsplit(unescape(address)).scheme in ("http", "https")
    assert set(re.findall(r' (\w+)="', re.sub(r">[^<]*<", "><", html))) <= {"href", "rel", "class", "start"}
    # Made twice, nothing changes: the allow-list finds nothing to mend.
    again = nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"strong": {"at"}},
        link_rel="nofollow noopener noreferrer ugc",
    )
    assert again == html


@given(TEXTS)
def test_no_letter_is_lost(text):
    """Marks vanish; letters stand, in their order."""
    shown = iter(plain(render(text)))
    assert all(letter in shown for letter in text if letter.isalpha())


HOSTILE = {
    "stars": "*" * 20_000,
    "bold that never ends": "**a " * 5_000,
    "brackets": "[" * 20_000,
    "links that never end": "[a](https://(" * 1_500,
    "quotes": ">" * 20_000,
    "quotes in quotes": "> " * 10_000,
    "a list in each line": "- a\n" * 5_000,
    "nested lists": "\n".join(" " * depth + "- a" for depth in range(190)),
    "at": "@" * 20_000,
    "names": " @a" * 6_600,
    "closing brackets": "https://a.dk/" + ")" * 20_000,
    "dots": "a." * 10_000,
    "spaces": ("  -" + " " * 100) * 190,
    "markers": "- " * 9_999 + "a",
    "lines": "\n" * 20_000,
    "numbers": "".join(f"{number}. a\n" for number in range(1, 999)) * 3,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_time(name):
    begun = time.process_time()
    render(HOSTILE[name][:20_000])
    assert time.process_time() - begun < 0.5
