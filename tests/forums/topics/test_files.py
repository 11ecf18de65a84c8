"""Telling and answering with photos and a voice clip: shown, found, changed, taken back and erased with the words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community import clock
from community.attachments.models import Attachment
from forums.drafts.models import Draft
from forums.topics.models import Post, Topic
from forums.topics.operations import post_reply
from forums.writing.erasing import erase_removed_words
from tests import samples
from tests.samples import hung_photo, photo, taken, voice
from tests.tellings import youth_board, youth_topic


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = storages
    return tmp_path / "private"


def upload(data, name="IMG_2044 hjemme hos mor.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def tell(browse, world, who="freja", **fields):
    board = youth_board(world)
    said = {"kind": "experience", "wish": "tried", "client_uuid": uuid4(), "body": "", "title": ""} | fields
    return browse(who).post(f"/network/{board.pk}/new/", said)


def page(browse, topic, who="amina"):
    return browse(who).get(f"/topics/{topic.pk}/").content.decode()


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", photo()[:200]])
def test_a_refused_file_alone_refuses_the_story_the_answer_and_the_change_and_keeps_the_words(world, browse, data):
    """Without JavaScript the file comes with the form: what is wrong with it is said, and nothing goes without it."""
    words = "Canarywords 4f1d"
    answered = tell(browse, world, body=words, new_files=[upload(data)])
    assert answered.status_code == 422
    assert words in answered.content.decode()
    assert not Topic.objects.exists()
    topic = youth_topic(world)
    reply = {"body": words, "client_uuid": uuid4(), "kind": "own_experience", "new_files": [upload(data)]}
    refused = browse("amina").post(f"/topics/{topic.pk}/reply/", reply)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    story = topic.posts.get()
    changed = browse("freja").post(f"/posts/{story.pk}/edit/", {"body": words, "new_files": [upload(data)]})
    assert words in changed.content.decode()
    assert Post.objects.get().body != words


@pytest.mark.parametrize(
    ("files", "title"),
    [([photo()], "Et billede"), ([photo(), photo("PNG")], "Billeder"), ([voice()], "En lydbesked")],
)
def test_a_story_may_be_a_photo_or_a_voice_alone(world, browse, files, title):
    answer = tell(browse, world, new_files=[upload(data) for data in files])
    topic = Topic.objects.get()
    assert (answer.status_code, topic.title) == (302, title)
    story = topic.posts.get()
    assert (story.file_count, len(story.attachments), story.body) == (len(files), len(files), "")
    shown = page(browse, topic)
    for one in story.attachments:
        assert one["uuid"] in shown
    assert "hjemme hos mor" not in shown


def test_a_story_of_words_carries_what_was_uploaded_before(world, browse):
    picture, clip = taken(world.freja, photo()), taken(world.freja, voice())
    tell(
        browse,
        world,
        body="Se her",
        files=[str(clip.uuid), str(picture.uuid)],
        **{f"description-{picture.uuid}": 'Kassen "ny" <b>'},
    )
    story = Post.objects.get()
    assert [one["uuid"] for one in story.attachments] == [str(clip.uuid), str(picture.uuid)]
    shown = page(browse, story.topic)
    assert 'alt="Kassen &quot;ny&quot; &lt;b&gt;"' in shown
    assert 'width="400" height="300"' in shown
    assert 'loading="lazy"' in shown
    assert "3 sekunder" in shown


def test_a_file_that_is_refused_says_why_and_the_words_and_the_other_file_stay(world, browse):
    answer = tell(browse, world, body="Mine ord bliver", new_files=[upload(photo()), upload(samples.HTML)])
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Vi kan tage imod billeder og lyd" in shown
    assert "Mine ord bliver" in shown
    assert not Topic.objects.exists()
    kept = Attachment.objects.get()
    assert f'name="files" value="{kept.uuid}"' in shown
    assert tell(browse, world, body="Mine ord bliver", files=[str(kept.uuid)]).status_code == 302
    assert Post.objects.get().file_count == 1


@pytest.mark.parametrize("named", ["\0", "x" * 5000, "6f1c1f5e-0000-4000-8000-000000000000", "another's"])
def test_a_file_that_is_not_ones_own_is_not_carried(world, browse, named):
    others = taken(world.amina, photo())
    answer = tell(browse, world, body="Hej", files=[str(others.uuid) if named == "another's" else named])
    assert answer.status_code in (302, 422)
    assert not Post.objects.filter(file_count__gt=0).exists()
    others.refresh_from_db()
    assert others.subject_type == ""


def test_more_than_fits_is_said_with_a_sentence(world, browse):
    answer = tell(browse, world, body="Hej", new_files=[upload(photo()) for _number in range(7)])
    assert (answer.status_code, "plads til 6 billeder" in answer.content.decode()) == (422, True)


def test_an_answer_may_be_a_voice_alone_and_never_nothing(world, browse):
    topic = youth_topic(world)
    address = f"/topics/{topic.pk}/reply/"
    empty = browse("amina").post(address, {"body": " ", "client_uuid": uuid4()})
    assert empty.status_code == 422
    said = {"body": "", "client_uuid": uuid4(), "new_files": upload(voice())}
    assert browse("amina").post(address, said).status_code == 302
    post = topic.posts.get(position=1)
    assert (post.body, post.attachments[0]["kind"]) == ("", "voice")
    assert "<audio controls" in page(browse, topic, "freja")


def test_a_double_tap_carries_the_file_once(world, browse):
    picture, client_uuid = taken(world.freja, photo()), uuid4()
    for _tap in range(2):
        tell(browse, world, body="Hej", files=[str(picture.uuid)], client_uuid=client_uuid)
    assert Post.objects.get().file_count == 1


def test_a_full_page_of_posts_with_files_costs_what_it_costs_without(world, browse):
    topic = youth_topic(world)
    file = taken(world.jonas, photo())
    kept = [{"uuid": str(file.uuid), "kind": "picture", "description": "", "width": 9, "height": 9,
             "sizes": {"thumb": [9, 9], "page": [9, 9]}, "seconds": None, "waveform": []}]  # fmt: skip
    for number in range(25):
        post_reply(actor=world.jonas, topic=topic, kind="experience", body=f"Svar {number}")
    client = browse("amina")
    client.get(f"/topics/{topic.pk}/")
    Post.objects.update(attachments=kept, file_count=1, changed_at=clock.now())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(f"/topics/{topic.pk}/")
    assert response.content.decode().count('class="files__picture"') == 26
    asked = [query for query in queries.captured_queries if "community_attachment" in query["sql"]]
    assert asked == []


def test_what_is_said_of_a_picture_is_found(world, browse):
    picture = taken(world.freja, photo())
    tell(browse, world, body="Se her", files=[str(picture.uuid)], **{f"description-{picture.uuid}": "En gaffeltruck"})
    assert "Se her" in browse("amina").post("/search/", {"words": "gaffeltruck"}).content.decode()
    assert "Se her" not in browse("sofie").post("/search/", {"words": "gaffeltruck"}).content.decode()


# --- changing and taking back -------------------------------------------------------------------------------------
@pytest.fixture
def told(world, browse):
    """A story with one described picture."""
    picture = taken(world.freja, photo())
    tell(browse, world, body="Se her", files=[str(picture.uuid)], **{f"description-{picture.uuid}": "En truck"})
    return Post.objects.get()


def change(browse, post, who="freja", **fields):
    return browse(who).post(f"/posts/{post.pk}/edit/", {"title": "Se her", "body": "Se her nu"} | fields)


def test_the_edit_page_shows_the_files_and_changes_what_is_said_of_them(browse, told):
    uuid = told.attachments[0]["uuid"]
    form = browse("freja").get(f"/posts/{told.pk}/edit/").content.decode()
    assert f'name="files" value="{uuid}"' in form
    assert 'value="En truck"' in form
    change(browse, told, files=[uuid], **{f"description-{uuid}": "En gul truck"})
    told.refresh_from_db()
    assert told.attachments[0]["description"] == "En gul truck"
    history = browse("freja").get(f"/posts/{told.pk}/history/").content.decode()
    assert "Billede: En truck" in history
    assert "Billede: En gul truck" in history


def test_a_picture_is_taken_away_and_another_comes(
    world, browse, told, private_folder, django_capture_on_commit_callbacks
):
    old = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        change(browse, told, files=[str(old.uuid)], **{"leave-out": str(old.uuid)}, new_files=upload(photo("PNG")))
    told.refresh_from_db()
    new = Attachment.objects.get()
    assert [one["uuid"] for one in told.attachments] == [str(new.uuid)] != [str(old.uuid)]
    assert browse("freja").get(f"/files/{old.uuid}/thumb.webp").status_code == 404
    assert not list(private_folder.glob(f"attachments/{old.folder}/*"))


def test_the_last_picture_of_a_wordless_answer_cannot_go_without_words(world, browse):
    topic = youth_topic(world)
    browse("amina").post(f"/topics/{topic.pk}/reply/", {"client_uuid": uuid4(), "new_files": upload(photo())})
    post = topic.posts.get(position=1)
    assert change(browse, post, "amina", body="").status_code == 422
    assert change(browse, post, "amina", body="Så siger jeg det").status_code == 302
    post.refresh_from_db()
    assert (post.file_count, post.attachments, post.body) == (0, [], "Så siger jeg det")


def test_taking_back_hides_the_files_at_once_and_undo_brings_them_again(browse, told):
    address = f"/files/{Attachment.objects.get().uuid}/thumb.webp"
    assert browse("amina").get(address).status_code == 200
    browse("freja").post(f"/posts/{told.pk}/remove/")
    assert {browse(name).get(address).status_code for name in ("freja", "amina", "signe")} == {404}
    browse("freja").post(f"/posts/{told.pk}/restore/")
    assert browse("amina").get(address).status_code == 200


def test_after_a_day_the_files_are_gone_for_good(
    world, browse, told, private_folder, django_capture_on_commit_callbacks
):
    other = hung_photo(world.amina, youth_topic(world, "amina").posts.get())
    browse("freja").post(f"/posts/{told.pk}/remove/")
    Post.objects.filter(pk=told.pk).update(removed_at=clock.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_removed_words() == 1
    told.refresh_from_db()
    assert (told.attachments, told.file_count, told.body) == ([], 0, "")
    assert list(Attachment.objects.all()) == [other]
    assert {file.parent.name for file in private_folder.rglob("*.webp")} == {other.folder}


def test_no_stored_file_says_where_a_photo_was_taken(world, browse, private_folder, django_capture_on_commit_callbacks):
    """Every byte below the private storage, after posting through the form."""
    with django_capture_on_commit_callbacks(execute=True):
        tell(
            browse,
            world,
            new_files=[*(upload(photo(form)) for form in ("JPEG", "PNG", "HEIF", "AVIF")), upload(voice())],
        )
    stored = [file.read_bytes() for file in private_folder.rglob("*") if file.is_file()]
    assert len(stored) == 4 * 6 + 1
    for data in stored:
        assert samples.CANARY.encode() not in data
        assert not [
            mark for mark in (b"Exif", b"EXIF", b"<x:xmp", b"ICC_PROFILE", b"ID3", b"MakerNote") if mark in data
        ]


def test_the_page_of_a_picture_leads_back(browse, told):
    shown = browse("amina").get(f"/files/{Attachment.objects.get().uuid}/").content.decode()
    assert f'href="/topics/{told.topic_id}/"' in shown
    assert "En truck" in shown
    assert "full.webp" in shown


def test_undoing_a_story_gives_its_files_and_tags_back(world, browse):
    """They hang on nothing, are their owner's alone, and go along when the words are sent again."""
    picture = taken(world.freja, photo())
    said = {"body": "Se her", "files": [str(picture.uuid)], f"description-{picture.uuid}": "En trappe"}
    tell(browse, world, tags="trapper, pauser", **said)
    story, file = Topic.objects.get().posts.get(), reverse("attachment_file", args=[picture.uuid, "thumb.webp"])
    assert browse("amina").get(file).status_code == 200
    browse("freja").post(reverse("undo_post", args=[story.pk]))
    values = Draft.objects.get().values
    assert set(values["tags"][0].split(", ")) == {"trapper", "pauser"}
    assert values["files"] == [str(picture.uuid)]
    assert values[f"description-{picture.uuid}"] == ["En trappe"]
    assert [browse(name).get(file).status_code for name in ("amina", "signe", "freja")] == [404, 404, 200]
    tell(browse, world, **{name: texts[0] for name, texts in values.items()})
    again = Topic.objects.get(removed_at=None).posts.get()
    assert [one["description"] for one in again.attachments] == ["En trappe"]
    assert Post.objects.get(pk=story.pk).attachments == []
    assert browse("amina").get(file).status_code == 200
