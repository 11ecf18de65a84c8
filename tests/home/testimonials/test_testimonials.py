"""The seven stories stand word for word as they were given."""

import pytest

from home.demo.people import content
from home.models import TestimonialPage as Story

pytestmark = pytest.mark.usefixtures("public_site")


def told() -> list[dict[str, str]]:
    return [story for group in content()["fortaellinger"].values() for story in group]


def test_there_are_seven_in_danish_and_in_english():
    assert len(told()) == 7
    assert Story.objects.filter(locale__language_code="da").count() == 7
    assert Story.objects.filter(locale__language_code="en").count() == 7


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_a_story_says_exactly_what_was_said(client, story):
    page = client.get(f"/fortaellinger/{story['id']}/").content.decode()
    assert f"”{story['citat']}”" in page
    assert story["spørgsmål"] in page
    assert story["kilde"] in page


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_the_english_page_keeps_the_danish_words_beside_the_translation(client, story):
    page = client.get(f"/en/stories/{story['id']}/").content.decode()
    assert f'<blockquote lang="da"><p>”{story["citat"]}”</p></blockquote>' in page
    assert "“" in page


def test_the_list_groups_them_by_who_speaks(client):
    page = client.get("/fortaellinger/").content.decode()
    assert page.index("Fra de unge") < page.index("Fra de ansatte") < page.index("Fra virksomhederne")
    for story in told():
        assert story["citat"] in page
