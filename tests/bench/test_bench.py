import json

import pytest

from tests.bench import __main__ as bench
from tests.bench.figure import MISSED, NONE, OK, as_json, at_most, failed, table, told


def test_rows_are_chosen_by_name_and_kept_in_the_tables_order():
    assert bench.chosen([]) == list(bench.ROWS)
    assert bench.chosen(["start", "click"]) == ["click", "start"]
    with pytest.raises(ValueError, match="no row nonsense; there are click"):
        bench.chosen(["click", "nonsense"])


def test_a_figure_is_judged_against_its_limit():
    assert at_most("lag", 150.0, 150.0, "ms").verdict == OK
    assert at_most("lag", 150.1, 150.0, "ms").verdict == MISSED


def test_the_table_shows_every_figure_in_columns():
    figures = [
        at_most("lag", 12.34, 150.0, "ms", note="p95 14"),
        told("cold start", "not done"),
        failed("click", "TimeoutError: no window"),
    ]
    lines = table(figures).splitlines()
    assert len(lines) == 5
    assert len({len(line) for line in lines}) == 1
    assert "| <= 150 ms | 12.3 ms (p95 14)" in lines[2]
    assert NONE in lines[4]
    assert json.loads(json.dumps(as_json(figures[0])))["detail"]["value"] == 12.34


def test_a_row_that_breaks_becomes_a_figure_that_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(bench.ROWS, "missing_module", "a row without a module")
    out = tmp_path / "bench.json"
    assert bench.main(["missing_module", "--out", str(out)]) == 0
    assert NONE in capsys.readouterr().out
    saved = json.loads(out.read_text())["missing_module"]
    assert saved["figures"][0]["verdict"] == NONE
