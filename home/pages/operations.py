"""Verbs of the public site's keeping."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from community import clock

EDITORS, WRITERS = "Redaktion", "Skribenter"
#: The workflow and its one task.
READING = "Redaktionen læser siden"

#: The app of a permission and its code name.
Right = tuple[str, str]

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
_FILE_RIGHTS = (
    # Wagtail asks for the rights of its own picture model, whichever model holds the pictures.
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
_OTHER_RIGHTS = (
    ("wagtailadmin", "access_admin"),
    ("simple_translation", "submit_translation"),
    ("wagtailredirects", "add_redirect"),
    ("wagtailredirects", "change_redirect"),
    ("wagtailredirects", "delete_redirect"),
    ("wagtailredirects", "view_redirect"),
    ("home", "view_enquiry"),
    ("home", "change_enquiry"),
    ("home", "add_helpline"),
    ("home", "change_helpline"),
    ("home", "delete_helpline"),
    ("home", "view_helpline"),
    ("home", "add_sound"),
    ("home", "change_sound"),
    ("home", "delete_sound"),
    ("home", "view_sound"),
    # Voices and editions stand outside the administration; this is what their policy asks for.
    ("home", "change_testimonial"),
    ("company_network", "add_trade"),
    ("company_network", "change_trade"),
    ("company_network", "delete_trade"),
    ("company_network", "view_trade"),
    ("youth_network", "change_hostscript"),
    ("youth_network", "view_hostscript"),
)


@transaction.atomic
def editors_group() -> Group:
    """The group whose people keep the public site: pages, pictures, documents, help lines, sounds, voices, redirects
    and what is written to us, and nothing of the community. Made with its rights the first time; a group that stands
    is returned as it is. Nobody is told."""
    group, made = Group.objects.get_or_create(name=EDITORS)
    if made:
        _give(group, _PAGE_RIGHTS, _FILE_RIGHTS, _OTHER_RIGHTS)
    return group


@transaction.atomic
def writers_group() -> Group:
    """The group whose people write pages and publish none: what they write goes to the editors (`reading_of_pages`).
    Made with its rights the first time. Nobody is told."""
    group, made = Group.objects.get_or_create(name=WRITERS)
    if made:
        _give(group, ("add_page", "change_page"), _FILE_RIGHTS, (("wagtailadmin", "access_admin"),))
    return group


def _give(group: Group, pages: Sequence[str], files: Sequence[Right], others: Sequence[Right]) -> None:
    tree, folder = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in pages:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=tree, permission=permission)
    for app, codename in files:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=folder, permission=permission)
    for app, codename in others:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


@transaction.atomic
def reading_of_pages() -> Workflow:
    """The workflow that every page of the site can be sent through: an editor reads it, and approves it or sends it
    back with a word. Writers have no other way; editors may publish without. Made the first time. Nobody is told."""
    workflow = Workflow.objects.filter(name=READING).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=READING)
        task = GroupApprovalTask.objects.create(name=READING)
        task.groups.add(editors_group())
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    return workflow


def publish_what_is_due() -> None:
    """Publish the versions whose hour has come, and take down pages whose time is over. Nobody is told. A version that
    may not be published waits, and holds up no other."""
    now = clock.now()
    for page in Page.objects.filter(live=True, expire_at__lte=now):
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError:
            continue
