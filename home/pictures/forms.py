"""Pictures that editors bring in: looked at before they are unpacked.

Wagtail's own field reads all pixels of a file before it counts them, and says nothing of a file that breaks off.
"""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values and data.size <= self.max_upload_size:
            try:
                self._look(data)
            except ValidationError:
                raise
            except Exception as error:  # whatever a hostile file makes the decoder raise
                raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
            finally:
                data.seek(0)
        return super().to_python(data)

    def _look(self, data: Any) -> None:
        """Raises where there are too many pixels, all frames together, or where they cannot all be read."""
        try:
            picture = Image.open(data)
        except Image.DecompressionBombError as error:
            raise self._too_many("?") from error
        with picture:
            # Before the frames are counted, which goes through the file.
            pixels = picture.width * picture.height
            if pixels <= self.max_image_pixels:
                pixels *= getattr(picture, "n_frames", 1)
            if pixels > self.max_image_pixels:
                raise self._too_many(pixels)
            for frame in ImageSequence.Iterator(picture):
                frame.load()

    def _too_many(self, pixels: int | str) -> ValidationError:
        told = {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels}
        return ValidationError(self.error_messages["file_too_many_pixels"] % told, code="file_too_many_pixels")


class PictureForm(BaseImageForm):
    """Wagtail looks for it by its name in settings; all its doors for pictures use it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)
