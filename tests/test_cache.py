"""The memo: what was made is not made again, and whoever kills a process is named."""

import json
import os
import signal
from pathlib import Path

import pytest

from apercu.cache import Memo, key_of
from apercu.diagnostic import Span
from apercu.workers import ENOUGH_FOR_PROCESSES


def double(number: int) -> Span:
    return Span("x", number * 2)


def die_of_thirteen(number: int) -> Span:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return Span("x", number)


def remember(memo: Memo[Span], numbers: list[int], jobs: int = 1) -> tuple[list[Span], int]:
    keys = [key_of(str(number)) for number in numbers]
    return memo.remember(double, keys, numbers, jobs=jobs)


def test_what_was_made_is_known_to_the_next_build(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "memo", Span)
    assert remember(memo, [1, 2]) == ([Span("x", 2), Span("x", 4)], 0)
    memo.save()
    again = Memo(tmp_path / "memo", Span)
    assert remember(again, [2, 3, 1])[1] == 2


def test_what_nobody_asked_for_is_forgotten(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "memo", Span)
    remember(memo, [1, 2])
    memo.save()
    memo = Memo(tmp_path / "memo", Span)
    remember(memo, [1])
    memo.save()
    assert json.loads((tmp_path / "memo.json").read_text("utf-8")).keys() == {key_of("1")}


@pytest.mark.parametrize("content", ["", "x", "a\tb\tc\n", "\0", "[" * 5000])
def test_a_foreign_file_is_an_empty_memo(tmp_path: Path, content: str) -> None:
    (tmp_path / "memo").write_text("x", "utf-8")
    (tmp_path / "memo.json").write_text(content, "utf-8")
    assert remember(Memo(tmp_path / "memo", Span), [1])[1] == 0


def test_processes_give_results_in_order() -> None:
    numbers = list(range(ENOUGH_FOR_PROCESSES + 10))
    assert remember(Memo(None, Span), numbers, jobs=2) == ([double(n) for n in numbers], 0)


def test_an_input_that_kills_its_process_is_stood_in_for_and_not_kept(tmp_path: Path) -> None:
    numbers = list(range(ENOUGH_FOR_PROCESSES))
    keys = [str(number) for number in numbers]
    memo = Memo(tmp_path / "memo", Span)
    results, known = memo.remember(
        die_of_thirteen, keys, numbers, jobs=2, if_killed=lambda n: Span(f"lost {n}")
    )
    assert [result for result in results if result.path != "x"] == [Span("lost 13")]
    assert (len(results), known) == (len(numbers), 0)
    memo.save()
    _, known = Memo(tmp_path / "memo", Span).remember(double, keys, numbers)
    assert known == len(numbers) - 1


def test_no_two_sequences_of_texts_share_a_key() -> None:
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", "", "b"), key_of("ab", "")}) == 4
