"""What other rooms show on a company's page. They register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from community.permissions import MemberRequest
from company_network.companies.models import Company


@dataclass(frozen=True)
class CompanyPart:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


#: Each is asked for its part; None where it has nothing for this reader.
parts: list[Callable[[MemberRequest, Company], CompanyPart | None]] = []


def parts_of(request: MemberRequest, company: Company) -> list[CompanyPart]:
    return [found for part in parts if (found := part(request, company))]
