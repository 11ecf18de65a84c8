"""Verbs of the public site's keeping."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Redaktion"

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
    ("home", "add_helpline"),
    ("home", "change_helpline"),
    ("home", "delete_helpline"),
    ("home", "view_helpline"),
    ("youth_network", "change_hostscript"),
    ("youth_network", "view_hostscript"),
)


@transaction.atomic
def editors_group() -> Group:
    """The group whose people keep the public site: pages, pictures, documents and help lines, and nothing of the
    community. Made with its rights the first time; a group that stands is returned as it is. Nobody is told."""
    group, made = Group.objects.get_or_create(name=EDITORS)
    if not made:
        return group
    tree, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in _PAGE_RIGHTS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=tree, permission=permission)
    for app, codename in _FILE_RIGHTS:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=files, permission=permission)
    for app, codename in _OTHER_RIGHTS:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return group
