"""A journal holds under servers that fork in C, under masters that end first, and with a hundred new workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from onepay_client import JournalError, SqliteJournal
from support.entries import entry
from support.forks import fork_as_uwsgi, fork_past_python, in_a_child, start_child

FORKS: Final = {"in C": fork_past_python, "uWSGI": fork_as_uwsgi}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    with closing(SqliteJournal(path)) as journal:
        yield journal


def ids(journal: SqliteJournal) -> list[str]:
    return [kept.id for kept in journal.unsettled()]


def is_refused(journal: SqliteJournal) -> bool:
    with pytest.raises(JournalError, match="lazy-apps"):
        journal.begin(entry("worker"))
    return True


def writes(journal: SqliteJournal, name: str) -> bool:
    return journal.begin(entry(name)) is None


@pytest.mark.parametrize("fork", FORKS.values(), ids=FORKS)
def test_worker_forked_past_python_is_refused(journal: SqliteJournal, fork: Callable[[], int]) -> None:
    journal.begin(entry("master"))
    assert in_a_child(lambda: is_refused(journal), fork) == 0
    journal.begin(entry("master, later"))
    assert ids(journal) == ["master", "master, later"]


@pytest.mark.parametrize("fork", FORKS.values(), ids=FORKS)
def test_worker_forked_past_python_opens_it_after_the_fork(
    journal: SqliteJournal, path: Path, fork: Callable[[], int]
) -> None:
    journal.close()
    assert in_a_child(lambda: writes(journal, "made before"), fork) == 0
    assert in_a_child(lambda: writes(SqliteJournal(path), "made after"), fork) == 0
    assert ids(journal) == ["made after", "made before"]


def test_workers_of_a_master_that_ended_take_nothing_with_them(path: Path) -> None:
    """The master ends first; its workers, which it forked in C, then have the last descriptors of the file."""
    waiting, master_lives = os.pipe()
    report, reports = os.pipe()

    def worker(journal: SqliteJournal) -> bool:
        os.close(master_lives)
        os.read(waiting, 1)
        is_refused(journal)
        os.write(reports, b"refused ")
        return True

    def master() -> bool:
        journal = SqliteJournal(path)
        journal.begin(entry("master"))
        for _ in range(2):
            start_child(partial(worker, journal), fork_as_uwsgi)
        return True

    assert in_a_child(master) == 0
    with closing(SqliteJournal(path)) as journal:
        journal.begin(entry("next master"))
        for end in (master_lives, waiting, reports):
            os.close(end)
        with open(report, "rb") as lines:  # noqa: PTH123 - a pipe
            assert lines.read() == b"refused refused "
        journal.begin(entry("next master, later"))
        assert ids(journal) == ["master", "next master", "next master, later"]


def test_hundred_processes_open_a_new_journal_at_once(path: Path) -> None:
    waiting, signal = os.pipe()

    def open_at_the_signal() -> bool:
        os.close(signal)
        os.read(waiting, 1)
        SqliteJournal(path).close()
        return True

    children = [start_child(open_at_the_signal) for _ in range(100)]
    os.close(signal)
    os.close(waiting)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 100
