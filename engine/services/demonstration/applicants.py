"""Invented applicants. Identity numbers begin with 000, which no province has."""

from __future__ import annotations

from random import Random

from engine.core.state import Applicant
from engine.specs.directory import Directory
from engine.specs.procedures import Procedure

_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Đinh", "Trịnh", "Mai", "Lương", "Cao", "Đoàn", "Tạ",
)  # fmt: skip
_WOMEN = (
    "Thị Hồng", "Thị Thanh", "Thu Trang", "Thị Mỹ Duyên", "Ngọc Ánh", "Thị Bích", "Thị Đào",
    "Khánh Ly", "Thị Xuân", "Minh Châu", "Thị Lụa", "Thùy Linh", "Thị Gấm", "Hải Yến", "Thị Thơm",
    "Phương Thảo",
)  # fmt: skip
_MEN = (
    "Văn Thắng", "Đức Long", "Quốc Bảo", "Văn Tài", "Minh Khôi", "Hữu Nghị", "Văn Chiến",
    "Đình Phong", "Thanh Bình", "Văn Lực", "Quang Vinh", "Tuấn Kiệt", "Văn Đông", "Trọng Tín",
    "Gia Huy", "Xuân Hòa",
)  # fmt: skip
_COMPANY_KINDS = (
    "Công ty TNHH", "Công ty cổ phần", "Doanh nghiệp tư nhân", "Hợp tác xã",
)  # fmt: skip
_COMPANY_NAMES = (
    "Hồng Lam Xanh", "Mộc Lan", "Sông Ngàn", "Minh Đăng", "Đại Phúc", "Thành Nghĩa", "Hương Sen",
    "Bắc Hà", "Tân Tiến", "An Khang", "Ngọc Sơn", "Việt Hưng",
)  # fmt: skip
_HAMLETS = (
    "Thôn Trung",
    "Thôn Thượng",
    "Xóm Đình",
    "Xóm Mới",
    "Thôn Hạ",
    "Tổ dân phố 3",
    "Xóm Bãi",
)
_OF_ORGANISATIONS = frozenset(
    {"employer_name", "organisation_name", "investor", "exporter", "payer", "licence_number"}
)


def person(random: Random) -> str:
    """Return an invented full name."""
    return f"{random.choice(_FAMILY)} {random.choice(_WOMEN + _MEN)}"


def company(random: Random) -> str:
    """Return an invented name of a company."""
    return f"{random.choice(_COMPANY_KINDS)} {random.choice(_COMPANY_NAMES)}"


def identity_number(random: Random) -> str:
    """Return twelve digits that cannot be anybody's identity number."""
    return f"000{random.randrange(10**9):09}"


def address(random: Random, commune: str) -> str:
    """Return an invented address in a commune."""
    return f"{random.choice(_HAMLETS)}, {commune}"


def an_applicant(
    random: Random, procedure: Procedure, directory: Directory, territory: str
) -> Applicant:
    """Return an applicant that fits a procedure: a person, or a company with a tax code."""
    commune = directory.unit(territory).name.vi.removeprefix("Ủy ban nhân dân ")
    of_organisations = not _OF_ORGANISATIONS.isdisjoint(procedure.dossier.fields)
    return Applicant(
        name=company(random) if of_organisations else person(random),
        identity_number=f"0000{random.randrange(10**6):06}"
        if of_organisations
        else identity_number(random),
        phone=f"0900000{random.randrange(1000):03}",
        address=address(random, commune),
    )
