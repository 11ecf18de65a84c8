"""Pages that several people keep: nobody saves over words they have not seen."""

from typing import Any


class Changed(Exception):
    """Somebody saved it meanwhile; `thing` is as it stands now."""

    def __init__(self, thing: Any) -> None:
        super().__init__(thing.pk)
        self.thing = thing
