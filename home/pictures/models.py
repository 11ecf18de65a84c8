"""Pictures on public pages. What a camera writes into a file about place and owner never reaches our disk."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


def without_traces(file: Any) -> ContentFile[bytes]:
    """The picture turned upright and written anew: no EXIF, GPS, XMP or comments, only pixels and colour profile."""
    file.seek(0)
    with Image.open(file) as picture:
        form = picture.format or "PNG"
        options: dict[str, Any] = {}
        if profile := picture.info.get("icc_profile"):
            options["icc_profile"] = profile
        if getattr(picture, "n_frames", 1) > 1 and form in ("GIF", "WEBP"):
            frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)]
            options |= {
                "save_all": True,
                "append_images": frames[1:],
                "loop": picture.info.get("loop", 0),
                "duration": picture.info.get("duration", 100),
            }
            clean = frames[0]
        else:
            clean = _bare(picture)
        if form in ("JPEG", "MPO"):
            form, options = "JPEG", options | {"quality": 90, "optimize": True}
        written = BytesIO()
        clean.save(written, form, **options)
    return ContentFile(written.getvalue(), name=file.name)


def _bare(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture).copy()
    upright.info = {key: value for key, value in upright.info.items() if key in ("transparency", "background")}
    upright.getexif().clear()
    return upright


class PublicImage(AbstractImage):
    admin_form_fields = (*WagtailImage.admin_form_fields,)

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def get_upload_to(self, filename: str) -> str:
        """Named by what it shows, first: the sizes made of it keep the beginning, so that their addresses change with
        the picture and may be kept by everybody for as long as they like."""
        return super().get_upload_to(f"{self.file_hash[:12]}-{filename}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Here and not in a form: the admin has several ways to upload, and none of them may keep traces.
        if self.file and not self.file._committed:  # type: ignore[has-type]
            self.file = without_traces(self.file.file)  # type: ignore[has-type]
            self.file_size = self.file.size
            self._set_file_hash()
            self.file.seek(0)
            self.width, self.height = Image.open(self.file.file).size
            self.file.seek(0)
        super().save(*args, **kwargs)


class PublicRendition(AbstractRendition):
    image = models.ForeignKey(PublicImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_size")
        ]
