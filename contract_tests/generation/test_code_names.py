"""The lint of names finds each kind of breach where it is defined, and leaves plain code alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from code_names import WRITTEN_BY_PEOPLE, main, problems

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = f"test_{'a' * 55}"


@pytest.mark.parametrize(
    "source",
    [
        "def told(): ...",
        "class seen: ...",
        "def read(one): ...",
        "_heard = 1",
        "self.asked = 1",
        "[1 for thing in x]",
        "import x as told",
        "match x:\n    case seen: ...",
        "match x:\n    case [*seen]: ...",
        "try: ...\nexcept OSError as told: ...",
        f"def {LONGEST}a(): ...",
        '"""Is it so?"""',
        'def read():\n    """Is it so? It is."""',
        'class Reader:\n    """Is it so?\n\n    It is."""',
    ],
)
def test_a_breach_is_found(source: str) -> None:
    assert len(list(problems("reading", source))) == 1


def test_a_vague_module_is_found() -> None:
    assert [problem.partition(":")[0] for problem in problems("_meant", "")] == ["1"]


def test_a_problem_names_its_line_and_what_is_wrong() -> None:
    [problem] = problems("reading", "x = 1\nsay = 2")
    assert problem == "2: say says nothing; name it for what it holds or returns"


@pytest.mark.parametrize(
    "source",
    [
        "print(told, x.seen)",
        "one_of_many = 1",
        f"def {LONGEST}(): ...",
        '"""It is so; the query follows `?`."""',
        'def read():\n    """State it.\n\n    Is it so?"""',
    ],
)
def test_plain_code_has_no_problem(source: str) -> None:
    assert list(problems("reading", source)) == []


def test_a_tree_is_searched_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [name if name.endswith(".py") else f"{name}/parts/reading.py" for name in WRITTEN_BY_PEOPLE]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one = 1", encoding="utf-8")
    assert main(tmp_path) == 1
    assert [line.partition(": ")[0] for line in capsys.readouterr().err.splitlines()] == [f"{path}:1" for path in paths]
    for path in paths:
        (tmp_path / path).write_text("count = 1", encoding="utf-8")
    assert main(tmp_path) == 0
    assert capsys.readouterr().err == ""
