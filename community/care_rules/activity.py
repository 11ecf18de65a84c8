"""What happens to a network's rules of care. Nobody is notified: who is called learns it when somebody needs them."""

from dataclasses import dataclass
from typing import ClassVar

from community.activity.record import Activity
from community.membership.models import Network


@dataclass(frozen=True, kw_only=True)
class CareRulesChanged(Activity):
    kind: ClassVar[str] = "care_rules_changed"
    network: Network

    @property
    def subject(self) -> Network:
        return self.network
