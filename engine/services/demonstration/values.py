"""Plausible values for the fields of a form, by the name of the field, else by its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

from engine.core.state import Dossier
from engine.services.demonstration import applicants
from engine.specs.directory import Directory
from engine.specs.dossier_contents import DossierField
from engine.specs.procedures import Procedure

_TEXTS: dict[str, tuple[str, ...]] = {
    "purpose": ("Nghiên cứu lịch sử dòng họ", "Xác minh quá trình công tác", "Viết lịch sử đảng bộ xã"),
    "records": ("Phông Ủy ban hành chính tỉnh, hồ sơ số 214", "Hồ sơ cán bộ đi B, tập 12"),
    "reason": ("Gia đình đã đủ điều kiện đón trẻ về chăm sóc", "Trẻ đã đủ 18 tuổi"),
    "report": ("Hàng xóm báo trẻ bị bỏ mặc nhiều ngày", "Nhà trường báo trẻ có dấu hiệu bị bạo hành"),
    "child_place": ("Nhà văn hóa thôn Trung", "Trạm y tế xã"),
    "period": ("Quý II/2026", "Quý III/2026"),
    "centre_name": ("Trung tâm Khởi nghiệp sáng tạo Lam Thành", "Vườn ươm Sông Ngàn"),
    "project_name": ("Khu nhà ở xã hội Đông Giang", "Cụm công nghiệp Tây Khê", "Chợ đầu mối Hồng Sơn"),
    "project_place": ("Xã Đông Giang", "Xã Tây Khê", "Phường Lam Thành"),
    "opinion": ("Phù hợp quy hoạch, đề nghị chấp thuận", "Cơ bản thống nhất, cần rà soát nhu cầu sử dụng đất"),
    "dispute": ("Tranh chấp ranh giới thửa đất với hộ liền kề", "Tranh chấp lối đi chung"),
    "mineral": ("Đá vôi làm vật liệu xây dựng", "Cát sỏi lòng sông", "Sét gạch ngói"),
    "reserves": ("1,2 triệu m³", "860 nghìn m³"),
    "service_time": ("Từ 5/1968 đến 12/1973", "Từ 2/1971 đến 4/1975"),
    "goods": ("Sách giáo khoa song ngữ", "Lịch treo tường", "Ấn phẩm nghệ thuật"),
    "importing_country": ("Lào", "Nhật Bản", "Cộng hòa Liên bang Đức"),
    "present_seat": ("Xã Hồng Sơn", "Phường Lam Thành"),
    "new_seat": ("Xã Đông Giang", "Xã Tây Khê"),
    "conclusion": ("Hồ sơ đủ điều kiện, đề nghị chấp thuận",),
    "change": ("Tăng tổng vốn đầu tư", "Gia hạn tiến độ thực hiện", "Điều chỉnh quy mô diện tích"),
    "end_reason": ("Gia đình đón về chăm sóc", "Đã có việc làm và chỗ ở ổn định"),
    "land_origin": ("Nhận thừa kế của cha mẹ, sử dụng ổn định từ năm 1990", "Khai hoang từ năm 1985"),
    "comments": ("Không có phản ánh", "Một hộ liền kề đề nghị đo lại ranh giới"),
    "post": ("Chuyên viên quản lý đất đai", "Chuyên viên công nghệ thông tin"),
    "proposed_name": ("Đội Thanh niên xung phong tỉnh Hồng Lam", "Tổng đội Thanh niên xung phong"),
    "source_of_emission": ("Lò hơi đốt sinh khối", "Lò nung gạch tuy nen", "Trạm trộn bê tông nhựa"),
    "circumstances": ("Người cao tuổi neo đơn, không có người phụng dưỡng", "Khuyết tật nặng, sống một mình"),
}  # fmt: skip
_PEOPLE = frozenset(
    {
        "reader", "child", "caregiver", "patient", "candidate", "other_party", "beneficiary",
        "person", "student", "transferor",
    }
)  # fmt: skip
_COMPANIES = frozenset(
    {"employer_name", "organisation_name", "investor", "exporter", "payer", "holder"}
)
_MOST_CONSULTED = 4
_FILLED_IN = 0.9
"""The share of optional fields that are filled in."""


def values_for(
    random: Random,
    procedure: Procedure,
    names: Iterable[str],
    dossier: Dossier,
    directory: Directory,
    today: date,
) -> dict[str, object]:
    """Return what somebody would type into these fields; what the dossier holds is typed again."""
    typed: dict[str, object] = {}
    for name in names:
        field = procedure.dossier.fields[name]
        if name in dossier.data:
            typed[name] = _as_typed(dossier.data[name])
        elif field.required or random.random() < _FILLED_IN:
            typed[name] = _value(random, name, field, dossier, directory, today)
    return typed


def _as_typed(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _value(
    random: Random,
    name: str,
    field: DossierField,
    dossier: Dossier,
    directory: Directory,
    today: date,
) -> object:
    match field.type:
        case "unit":
            return dossier.territory
        case "units":
            consulted = [
                unit.code
                for unit in directory.spec.units
                if _can_be_asked(directory, unit.code, today)
            ]
            count = min(len(consulted), random.randint(2, _MOST_CONSULTED))
            return sorted(random.sample(consulted, count))
        case "text" | "long_text":
            return _text(random, name, field, dossier)
        case _:
            return _BY_TYPE[field.type](random, field, today)


def _can_be_asked(directory: Directory, unit: str, today: date) -> bool:
    below_departments = directory.unit(unit).level in {"department", "agency"}
    return below_departments and bool(directory.holders(unit, "officer", today))


def _text(random: Random, name: str, field: DossierField, dossier: Dossier) -> str:
    if name in _PEOPLE:
        return applicants.person(random)
    if name in _COMPANIES:
        return dossier.applicant.name or applicants.company(random)
    if name in _TEXTS:
        return random.choice(_TEXTS[name])
    if "number" in name:
        return f"{random.randrange(1, 999):03}/{random.choice(('GP', 'GCN', 'QĐ'))}-HL"
    if name == "parcel":
        return f"Thửa {random.randrange(1, 400)}, tờ bản đồ {random.randrange(1, 60)}"
    return f"{field.label.vi}: như trong hồ sơ"


_BY_TYPE: dict[str, Callable[[Random, DossierField, date], object]] = {
    "number": lambda random, field, today: str(random.randrange(20, 400)),
    "money": lambda random, field, today: str(random.randrange(2, 900) * 1_000_000),
    "date": lambda random, field, today: (today - timedelta(random.randrange(5))).isoformat(),
    "choice": lambda random, field, today: random.choice(list(field.options)),
    "yes_no": lambda random, field, today: random.choice(("yes", "no")),
    "identity_number": lambda random, field, today: applicants.identity_number(random),
    "phone": lambda random, field, today: f"0900000{random.randrange(1000):03}",
}
