"""Who answers for whose access."""

from django.db.models import Count, QuerySet

from community.access_review.models import AccessAnswer, AccessReview
from community.membership.models import Membership
from community.membership.policy import can_end_membership
from community.people.models import Person
from community.people.policy import editors
from community.permissions import is_consultant_of, is_programme
from community.roles import Role


def memberships_under(review: AccessReview) -> "list[Membership]":
    """The present memberships that the review is about: those that stood when it was opened."""
    present = Membership.objects.current().filter(network=review.network_id, began_at__lte=review.opened_at)
    return list(present.select_related("person", "group").order_by("role", "person__display_name", "pk"))


def editors_under(review: AccessReview) -> "list[Person]":
    """Who may open the site's administration now: with the programme's own review."""
    if review.network_id is not None:
        return []
    return list(editors().filter(joined_at__lte=review.opened_at).order_by("display_name", "pk"))


def can_answer_for(person: Person, review: AccessReview, membership: Membership) -> bool:
    """Whoever could end it, confirms it; never one's own. Programme staff answer for consultants alone, and for each
    other."""
    if membership.person_id == person.pk or membership.network_id != review.network_id:
        return False
    if membership.network_id is not None and membership.role != Role.CONSULTANT:
        return is_consultant_of(person, membership.network_id)
    return can_end_membership(person, membership)


def can_answer_for_editor(person: Person, review: AccessReview, editor: Person) -> bool:
    """Programme staff, never for themselves."""
    return review.network_id is None and is_programme(person) and editor.pk != person.pk


def with_one_consultant() -> "QuerySet[Membership, int | None]":
    """The networks whose consultant is alone, for a query of what belongs to networks."""
    consultants = Membership.objects.current().filter(role=Role.CONSULTANT).order_by().values("network")
    return consultants.annotate(many=Count("pk")).filter(many=1).values_list("network", flat=True)


def has_answers_to_give(person: Person, review: AccessReview) -> bool:
    """Whether something of it waits for this person. Consultants answer for each other, so that the programme is only
    asked where there is just one."""
    if review.network_id is not None and not is_consultant_of(person, review.network_id):
        consultants = Membership.objects.current().filter(network=review.network_id, role=Role.CONSULTANT)
        if consultants.count() > 1:
            return False
    answers = AccessAnswer.objects.filter(review=review)
    done = set(answers.values_list("membership_id", flat=True))
    told = set(answers.values_list("editor_id", flat=True))
    return any(
        can_answer_for(person, review, membership)
        for membership in memberships_under(review)
        if membership.pk not in done
    ) or any(can_answer_for_editor(person, review, editor) for editor in editors_under(review) if editor.pk not in told)
