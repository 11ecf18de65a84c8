"""What happens to minutes."""

from dataclasses import dataclass
from typing import ClassVar

from youth_network.agendas.activity import AgendaChanged


@dataclass(frozen=True, kw_only=True)
class MinutesCorrected(AgendaChanged):
    """Open pages show it; nobody is notified."""

    kind: ClassVar[str] = "minutes_corrected"
