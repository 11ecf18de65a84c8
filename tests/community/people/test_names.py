"""A name is seen by others and does not dress up as a role; words nobody can see are nothing said."""

import pytest
from django.core.exceptions import ValidationError

from community import plain_text
from community.people.names import clean_name


@pytest.mark.parametrize("name", ["Freja", "  Freja  ", "Fre\u202eja", "Fre\nja"])
def test_a_name_stands_on_one_line_as_it_reads(name):
    assert clean_name(name) in ("Freja", "Fre ja")


@pytest.mark.parametrize("name", ["\u200b", "\u200b\u200d \ufeff", "\x00", "Signe, ungekonsulent"])
def test_a_name_nobody_sees_or_that_claims_a_role_is_refused(name):
    with pytest.raises(ValidationError):
        clean_name(name)


def test_what_nobody_can_see_is_nothing():
    assert plain_text.clean("\u200b\u200b\n ") == ""
    assert plain_text.clean("👩‍👩‍👧‍👦") == "👩‍👩‍👧‍👦"
    for blank in ("\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u200b \u2063 \u3164"):
        assert plain_text.clean(blank) == "", ascii(blank)


def test_no_pile_of_marks_draws_over_the_lines_of_others():
    assert plain_text.clean("Z" + "\u0301" * 3000) == "Z" + "\u0301" * 4
    vietnamese = "e\u0323\u0302"
    assert plain_text.clean(vietnamese) == vietnamese


def test_me_keeps_what_was_typed_when_a_name_is_refused(world, browse):
    page = browse("freja").post("/me/edit/", {"display_name": "Signe, ungekonsulent", "language": "da"})
    assert "Skriv kun navnet, uden komma." in page.content.decode()
    assert world.freja.display_name == "Freja"
