from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onepay_client import SqliteJournal
from support.payroll import Payroll


@pytest.fixture
def payroll(tmp_path: Path) -> Iterator[Payroll]:
    with Payroll.opened(SqliteJournal(tmp_path / "payroll.sqlite")) as payroll:
        yield payroll
