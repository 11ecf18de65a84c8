from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations


def plant_an_empty_site(apps, schema_editor):
    """Put a Danish home page of ours where Wagtail's welcome page stands; leave a site that is in use alone."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    plain, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    ours, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    danish, _ = Locale.objects.get_or_create(language_code="da")
    Locale.objects.get_or_create(language_code="en")

    welcome = Page.objects.filter(depth=2, slug="home", content_type=plain)
    root = Page.objects.filter(depth=1).first()
    if root is None or Page.objects.filter(depth=2).exclude(pk__in=welcome).exists():
        return
    Site.objects.filter(root_page__in=welcome).delete()
    welcome.delete()
    home = HomePage.objects.create(
        title="NExTWORK",
        draft_title="NExTWORK",
        slug="home",
        path=root.path + "0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        content_type=ours,
        locale=danish,
        live=True,
    )
    Page.objects.filter(pk=root.pk).update(numchild=1)
    address = urlsplit(settings.BASE_URL)
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name="NExTWORK",
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0001_pages_pictures_and_help_lines")]

    operations = [migrations.RunPython(plant_an_empty_site, migrations.RunPython.noop)]
