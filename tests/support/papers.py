"""A shipped procedure that also asks for papers: invented ones, because its decision lists none."""

from __future__ import annotations

from engine.services.office import Office
from tests.support.republishing import republish

FILE = "procedures/social_protection/1.001806.yaml"
PAPERS = """\
dossier:
  papers:
    request: {label: Đơn đề nghị công nhận, original: 1, digitise: true}
    workers: {label: Danh sách người lao động, original: 1, copies: 1}
    registration: {label: Giấy đăng ký kinh doanh, copies: 1, replaced_by_data: true}
    letter: {label: Văn bản ủy quyền, original: 1, required: false}
"""


def ask_for_papers(office: Office, *changes: tuple[str, str]) -> None:
    """Publish the procedure 1.001806 with papers, for a test."""
    republish(office, FILE, ("dossier:\n", PAPERS), *changes)
