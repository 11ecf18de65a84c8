"""Topics and their posts: the story at position 0, the replies after it.

Counts, positions, bylines, HTML and what hangs on a post are kept at writing, so that reading costs the same on every
page, however long the topic is.
"""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from community import clock
from community.membership.bylines import Byline, byline_of
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import memberships
from community.roles import STAFF_ROLES, Role
from community.spaces.naming import Meant
from forums.boards.models import Board
from forums.topics.homes import tag_url

#: Longest text of a post, in characters.
BODY_LIMIT = 20_000


class TopicKind(models.TextChoices):
    EXPERIENCE = "experience", _("Experience")
    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    CELEBRATION = "celebration", _("Celebration")
    #: What a workplace tried, in four fields; and one question among workplaces (company_network/).
    PRACTICE = "practice", _("Good practice")
    SPARRING = "sparring", _("Sparring")


#: What everybody can tell on every board; the others have composers of their own.
TOLD_KINDS = (TopicKind.EXPERIENCE, TopicKind.QUESTION, TopicKind.SUGGESTION, TopicKind.CELEBRATION)


class Wish(models.TextChoices):
    """What the teller wants from the others."""

    LISTEN = "listen", _("Just listen")
    TRIED = "tried", _("Has anyone tried it?")
    ADVICE = "advice", _("I would like advice")


class Reach(models.TextChoices):
    """How far a topic is read: in its space, or across all networks where its author shared it so (design.md 2)."""

    SPACE = "space", _("Our network")
    ACROSS = "across", _("All networks")
    ACROSS_STAFF = "across_staff", _("Staff in all networks")


#: Whose memberships open what is shared across, in whichever network they are.
ROLES_REACHED: dict[str, frozenset[Role]] = {
    Reach.ACROSS: STAFF_ROLES | {Role.COMPANY},
    Reach.ACROSS_STAFF: STAFF_ROLES,
}


def reaches_open_to(person: Person) -> list[str]:
    """What is shared across that this person may read; nothing for youths and visitors."""
    held = {membership.role for membership in memberships(person)}
    return [reach for reach, roles in ROLES_REACHED.items() if held & roles]


def not_hidden_from(person: Person, board: str = "board") -> Q:
    """What is hidden (community/moderation) is still read by its author and the consultants of its network; `board` is
    the way there."""
    seen = Q(hidden_at=None) | Q(author=person.pk)
    if networks := networks_consulted_by(person):
        seen |= Q(**{f"{board}__space__network__in": networks})
    return seen


def networks_consulted_by(person: Person) -> list[int]:
    return sorted(m.network_id for m in memberships(person) if m.role == Role.CONSULTANT and m.network_id)


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, person: Person) -> "TopicQuerySet":
        """Topics of the person's spaces, and those that others shared across with somebody like them."""
        seen = Q(board__in=Board.objects.visible_to(person))
        if reaches := reaches_open_to(person):
            seen |= Q(reach__in=reaches)
        return self.filter(seen, not_hidden_from(person), removed_at=None)


class Topic(models.Model):  # type: ignore[django-manager-missing]
    board = models.ForeignKey(Board, models.PROTECT, related_name="topics")
    author = models.ForeignKey(Person, models.PROTECT, related_name="topics")
    author_role = models.CharField(max_length=20, choices=Role, default=Role.YOUTH, editable=False)
    kind = models.CharField(_("What is it?"), max_length=20, choices=TopicKind)
    wish = models.CharField(_("What do you want from us?"), max_length=20, choices=Wish, default=Wish.ADVICE)
    title = models.CharField(_("Title"), max_length=120)
    reach = models.CharField(_("Who may read it?"), max_length=20, choices=Reach, default=Reach.SPACE, editable=False)
    #: Made by the form, so that a double tap posts once.
    client_uuid = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_activity_at = models.DateTimeField(default=clock.now, editable=False)
    last_author = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    #: Replies that stand.
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    #: The position given last, also to what was taken back since.
    last_position = models.PositiveIntegerField(default=0, editable=False)
    #: How many others have had it on their screen. Who they are stands nowhere a person can see.
    reader_count = models.PositiveIntegerField(default=0, editable=False)
    tags = TaggableManager(through="forums.TopicTag", blank=True)
    #: Number and name of each tag, beside the topic, so that lists and pages ask nothing more.
    tag_names = models.JSONField(default=list, editable=False)
    #: Set where the teller took the whole topic back before anybody answered.
    removed_at = models.DateTimeField(null=True, editable=False)
    #: Set while its story is hidden.
    hidden_at = models.DateTimeField(null=True, editable=False)
    #: Set while nobody may answer any more, with the house rule by which a consultant closed it.
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by_rule = models.CharField(max_length=300, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_topic_is_posted_once"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="topic_kind_is_known"),
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="topic_wish_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
            models.CheckConstraint(
                condition=Q(reply_count__lte=models.F("last_position")), name="replies_have_positions"
            ),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="topic_reach_is_known"),
            models.CheckConstraint(
                condition=Q(reach=Reach.SPACE) | Q(kind=TopicKind.PRACTICE), name="only_practice_is_shared_across"
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-last_activity_at", "-id"], name="topic_by_latest_activity"),
            models.Index(fields=["board", "kind", "-created_at", "-id"], name="topic_of_a_kind_by_age"),
            models.Index(
                fields=["-created_at", "-id"], condition=~Q(reach=Reach.SPACE), name="topic_shared_across_by_age"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def byline(self) -> Byline:
        return byline_of(self.author_role)

    @property
    def tag_links(self) -> list[tuple[str, str]]:
        """Address and name of each of its tags."""
        return [(tag_url(self.kind, self.reach, self.board_id, pk), name) for pk, name in self.tag_names]

    def who_sees(self) -> str:
        """The sentence that stands wherever one writes in this topic."""
        match self.reach:
            case Reach.ACROSS:
                return gettext("The companies and staff of all networks, and the programme. Not the youths.")
            case Reach.ACROSS_STAFF:
                return gettext("The staff of all networks and the programme. Neither companies nor youths.")
            case _:
                return self.board.space.who_sees()

    def readers(self) -> "models.QuerySet[Person]":
        """Everybody who may read it now: the same rule as `visible_to`, asked from the other side."""
        readers = self.board.space.readers()
        if self.hidden_at is not None:
            looks = Membership.objects.current().filter(role=Role.CONSULTANT, network=self.board.space.network_id)
            return Person.objects.filter(Q(pk__in=looks.values("person_id")) | Q(pk=self.author_id))
        if not (roles := ROLES_REACHED.get(self.reach)):
            return readers
        reached = Membership.objects.current().filter(role__in=roles)
        return Person.objects.filter(Q(pk__in=readers.values("pk")) | Q(pk__in=reached.values("person_id")))


class PostKind(models.TextChoices):
    #: What the topic tells; position 0.
    STORY = "story", _("Story")
    #: The same, where it is good practice in four fields.
    PRACTICE = "practice", _("Good practice")
    #: The teller's words to the others; and everybody's where nobody tells of themselves.
    ANSWER = "answer", _("Answer")
    EXPERIENCE = "experience", _("Own experience")
    ADVICE = "advice", _("Advice")
    WITNESS = "witness", _("Bevidning")


#: Kinds of what stands at position 0.
FIRST_KINDS = (PostKind.STORY, PostKind.PRACTICE)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, person: Person) -> "PostQuerySet":
        """What stands and may be read; a gap that somebody's deletion left is no post."""
        # Asked of each post by its topic's key: a list of all topics that may be read would be made for every page.
        topic = Topic.objects.visible_to(person).filter(pk=models.OuterRef("topic"))
        return self.filter(not_hidden_from(person, "topic__board"), models.Exists(topic), removed_at=None)

    def replies(self) -> "PostQuerySet":
        return self.filter(position__gt=0)


class Post(models.Model):
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts")
    author = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    #: How the author stood in the network when writing: kept, so that old words read as they were meant.
    author_role = models.CharField(max_length=20, choices=Role, default=Role.YOUTH, editable=False)
    author_title = models.CharField(max_length=80, blank=True, editable=False)
    kind = models.CharField(max_length=20, choices=PostKind)
    #: As typed, with light marks. Empty where the kind keeps its words elsewhere, or a picture or voice speaks alone.
    body = models.TextField(_("Your words"), blank=True, validators=[MaxLengthValidator(BODY_LIMIT)])
    #: Made from `body` at writing.
    html = models.TextField(blank=True, editable=False)
    #: 0 for the story, then 1, 2, 3 … within the topic, given under the topic's row lock and never again.
    position = models.PositiveIntegerField(editable=False)
    #: The post this one speaks to, such as the letter the teller answers.
    answers_to = models.ForeignKey("self", models.PROTECT, related_name="answers", null=True, editable=False)
    #: Pictures and voice clips that came with it, and what a page needs to draw them.
    file_count = models.PositiveSmallIntegerField(default=0, editable=False)
    attachments = models.JSONField(default=list, editable=False)
    #: How often each word was given, by the word's id. Never by whom.
    reactions = models.JSONField(default=dict, editable=False)
    client_uuid = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    #: When anything of it changed for its readers; open pages fetch what changed since they were made.
    changed_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    #: Set while it is read by nobody but its author and the network's consultants (community/moderation).
    hidden_at = models.DateTimeField(null=True, editable=False)
    #: When the words of what was taken back were erased for good.
    erased_at = models.DateTimeField(null=True, editable=False)

    #: Whom the writer chose for a name in the words, on the way from the form to the room that keeps it.
    meant: Meant = {}

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "position"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "position"], name="post_positions_are_unique"),
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_post_is_posted_once"),
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=FIRST_KINDS, position=0) | (~Q(kind__in=FIRST_KINDS) & Q(position__gt=0)),
                name="the_story_stands_first",
            ),
            models.CheckConstraint(
                condition=~Q(body="")
                | Q(kind__in=["story", "practice", "witness"])
                | Q(file_count__gt=0)
                | Q(removed_at__isnull=False),
                name="a_reply_says_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["removed_at"], condition=Q(removed_at__isnull=False, erased_at=None), name="post_words_to_erase"
            ),
            models.Index(
                fields=["topic", "changed_at"], condition=Q(changed_at__isnull=False), name="post_changed_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}.{self.position}"

    @property
    def byline(self) -> Byline:
        return byline_of(self.author_role, self.author_title)


def url_of(post: Post) -> str:
    """Where the post stands, for ever: the page of the topic finds its place by the position."""
    address = reverse("topic", args=[post.topic_id])
    return f"{address}?at={post.position}#post-{post.position}" if post.position else address
