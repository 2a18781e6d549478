"""Check what the labs say about the machine: against the interpreter and made-up cgroup files."""

import dataclasses
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab import machine

NOTEBOOKS = Path(machine.__file__).parents[1]


def quota_from(folder, membership, **files):
    """Write a made-up cgroup tree (path: text) and a membership file; return the quota read."""
    for path, text in files.items():
        file = folder / "mount" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "membership").write_text(membership)
    return machine.cgroup_quota(folder / "mount", folder / "membership")


@pytest.mark.parametrize(
    ("text", "cores"),
    [
        ("150000 100000\n", 1.5),
        ("50000 100000", 0.5),
        ("max 100000\n", None),
        ("", None),
        ("rubbish", None),
        ("1 2 3", None),
        ("0 100000", None),
        ("100000 0", None),
    ],
)
def test_version_2_quota_is_read_from_cpu_max(tmp_path, text, cores):
    assert quota_from(tmp_path, "0::/\n", **{"cpu.max": text}) == cores


def test_the_smallest_quota_on_the_way_up_counts(tmp_path):
    files = {
        "a/b/cpu.max": "400000 100000",
        "a/cpu.max": "200000 100000",
        "cpu.max": "max 100000",
        "other/cpu.max": "100000 100000",
    }
    assert quota_from(tmp_path, "0::/a/b\n", **files) == 2.0


def test_version_1_quota_is_read_from_the_cpu_controller_only(tmp_path):
    membership = "9:name=systemd:/x\n5:cpuset:/x\n4:cpu,cpuacct:/x\n0::/x\n"
    files = {
        "cpu,cpuacct/x/cpu.cfs_quota_us": "300000",
        "cpuset/x/cpu.cfs_quota_us": "100000",
        "cpu,cpuacct/x/cpu.cfs_period_us": "100000",
        "cpuset/x/cpu.cfs_period_us": "100000",
    }
    assert quota_from(tmp_path, membership, **files) == 3.0


def test_version_1_quota_of_minus_one_is_unlimited(tmp_path):
    files = {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}
    assert quota_from(tmp_path, "1:cpu:/\n", **files) is None


def test_a_group_that_the_container_cannot_see_falls_back_to_the_mount(tmp_path):
    files = {"cpu/cpu.cfs_quota_us": "250000", "cpu/cpu.cfs_period_us": "100000"}
    assert quota_from(tmp_path, "4:cpu:/docker/0123/../..\n", **files) == 2.5


def test_without_cgroup_files_there_is_no_quota(tmp_path):
    assert machine.cgroup_quota(tmp_path / "none", tmp_path / "none") is None
    assert quota_from(tmp_path, "no colons here\n\n:::\n") is None


@pytest.mark.parametrize(
    ("allowed", "quota", "cores"),
    [(8, None, 8), (8, 2.5, 2), (8, 0.5, 1), (2, 16.0, 2), (None, None, 1)],
)
def test_usable_cores_obey_affinity_and_quota(monkeypatch, allowed, quota, cores):
    monkeypatch.setattr(os, "process_cpu_count", lambda: allowed, raising=False)
    monkeypatch.setattr(machine, "cgroup_quota", lambda: quota)
    assert machine.usable_cores() == cores


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_a_process_bound_to_one_core_has_one_usable_core():
    code = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); "
        "from lab.machine import usable_cores; print(usable_cores())"
    )
    assert run_python(code) == "1"


def run_python(code):
    """Run `code` in a fresh interpreter with the instruments at hand; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=NOTEBOOKS,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return done.stdout.strip()


def test_the_default_start_method_is_named_without_being_settled():
    real = run_python("import multiprocessing as mp; print(mp.get_start_method())")
    said, now = run_python(
        "import multiprocessing as mp; from lab.machine import default_start_method as ask\n"
        "print(ask()); mp.set_start_method('spawn'); print(ask())"
    ).split()
    assert (said, now) == (real, "spawn")


def test_provenance_describes_the_running_interpreter():
    here = machine.provenance()
    assert here.python == f"{platform.python_implementation()} {platform.python_version()}"
    gil_is_on = sys._is_gil_enabled() if sys.version_info >= (3, 13) else True
    assert here.gil.endswith("GIL on" if gil_is_on else "GIL off")
    assert 1 <= here.cores <= os.cpu_count()
    assert here.start_method == machine.default_start_method()


def test_provenance_says_when_the_gil_is_off(monkeypatch):
    """The state is asked for at each call: an import may have changed it since."""
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert machine.provenance().gil == "GIL off"
    assert machine.gil_enabled() is False


def test_provenance_holds_nothing_that_names_a_host_or_a_person():
    forms = {
        "measured_at": r"\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00",
        "python": r"\w+ [\w.+]+",
        "gil": r"(free-threaded build, )?GIL on|GIL off",
        "cores": r"\d+",
        "processor": r".+",
        "system": r"(Linux|macOS|Windows)( \d+(\.\d+)?)?",
        "start_method": r"fork|forkserver|spawn",
        "load": r"\d+\.\d+|None",
    }
    fields = machine.provenance().to_dict()
    assert fields.keys() == forms.keys()
    for name, value in fields.items():
        assert re.fullmatch(forms[name], str(value)), name


def test_provenance_reads_as_one_line():
    record = machine.Provenance(
        "2026-11-03T09:05+00:00",
        "CPython 3.14.2",
        "GIL on",
        2,
        "Some CPU",
        "Linux 6.1",
        "forkserver",
        0.3,
    )
    assert str(record) == (
        "Measured on 3 November 2026, 09:05 UTC: CPython 3.14.2, GIL on; 2 usable "
        "cores (Some CPU); Linux 6.1; start method forkserver; load 0.30"
    )
    alone = str(dataclasses.replace(record, cores=1, load=None))
    assert alone.endswith("GIL on; 1 usable core (Some CPU); Linux 6.1; start method forkserver")
    assert "\n" not in str(machine.provenance())


def test_provenance_survives_json_and_cannot_be_changed():
    here = machine.provenance()
    assert machine.Provenance(**json.loads(json.dumps(here.to_dict()))) == here
    with pytest.raises(dataclasses.FrozenInstanceError):
        here.cores = 64


@pytest.mark.parametrize(
    ("cores", "solo", "reason"),
    [
        (2, [0.99, 0.95], None),
        (2, [], None),
        (2, [0.9], None),
        (1, [0.99], "only one core is usable here"),
        (2, [0.99, 0.71], "the machine is busy: one thread alone got 0.71 of a core"),
    ],
)
def test_a_reason_is_given_where_parallel_computing_cannot_show(monkeypatch, cores, solo, reason):
    monkeypatch.setattr(machine, "usable_cores", lambda: cores)
    assert machine.why_no_overlap(solo) == reason


def test_a_core_that_others_use_is_a_reason(monkeypatch):
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    assert machine.why_no_overlap([1.0], [1.9, 1.8]) is None
    reason = machine.why_no_overlap([1.0], [1.9, 1.1])
    assert reason == "the machine is busy: hashing in two threads got 1.10 cores"
