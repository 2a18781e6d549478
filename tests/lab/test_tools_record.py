"""The record of other tools is whole and names no machine, and files are read as written."""

import json
import re

from lab import tools_record, tools_shown


def test_every_tool_has_its_row_with_version_command_and_output():
    rows = tools_record.recorded()["tools"]
    assert [row["tool"] for row in rows] == [tool.name for tool in tools_record.TOOLS]
    for row in rows:
        assert re.match(r"Python 3\.\d+\.\d+", row["version"]), row
        assert "busy_pool.py" in row["command"] or "PID" in row["command"]
        assert row["shown"].strip()
        assert "rror" not in row["shown"], row


def test_the_record_names_no_folder_of_the_machine_that_made_it():
    text = tools_record.RECORD.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:root|home|usr|tmp|Users)/", text)


def test_each_tool_shows_what_the_chapter_says_of_it():
    shown = {row["tool"]: row["shown"] for row in tools_record.recorded()["tools"]}
    assert shown["faulthandler"].count(" in is_prime") == 2
    assert "(active+gil)" in shown["py-spy"]
    assert "number 1" in shown["asyncio pstree"]
    assert shown["sampling profiler: who has the GIL"].count("samples with the GIL") == 2
    assert shown["sampling profiler: all processes"] == "1 × all.json\n4 × all_PID.json"


def test_samples_are_counted_for_each_worker_and_for_nobody_else():
    stacks = "tid:7;run:1;is_prime:5 30\ntid:9;run:1;is_prime:5 10\ntid:7;run:1;is_prime:6 2\n"
    assert tools_shown.samples(stacks + "tid:1;main:1;import:2 99\n") == (
        "worker 1: 32 samples with the GIL\nworker 2: 10 samples with the GIL"
    )


def test_calls_are_listed_with_their_thread_and_their_times():
    events = [
        {"ph": "M", "name": "process_name"},
        {"name": "is_prime (workloads.py:3)", "tid": 9, "ts": 2e6, "dur": 5e5},
        {"name": "is_prime (workloads.py:3)", "tid": 7, "ts": 1e6, "dur": 2e6},
        {"name": "main (busy_pool.py:3)", "tid": 1, "ts": 0, "dur": 9e6},
    ]
    assert tools_shown.lengths(events) == (
        "thread 1: is_prime from 0.00 s to 2.00 s\nthread 2: is_prime from 1.00 s to 1.50 s"
    )


def test_what_was_written_to_files_is_preferred(tmp_path):
    assert tools_shown.summary(tmp_path) == ""
    for name in ("all.json", "all_12.json", "all_345.json"):
        (tmp_path / name).write_text(json.dumps({}), encoding="utf-8")
    assert tools_shown.summary(tmp_path) == "1 × all.json\n2 × all_PID.json"


def test_paths_addresses_and_colours_are_cleaned_away_and_long_outputs_are_cut():
    said = '\x1b[92mFile "/a/b/lab/web.py"\x1b[0m at 0x7f12ab34cd56 (/a/bin/python3)\n\n'
    assert tools_shown.cleaned(said) == 'File "web.py" at 0x… (python3)'
    assert tools_shown.cleaned("x\n" * 30).splitlines()[-1] == "… 6 more lines"
