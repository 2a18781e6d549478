"""`lab.choose` answers by its rule, and every bad input gets a sentence and an exit code."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from children import eventually

from lab import machine
from lab.choose import advice, carry, choose, plan, report, request, same
from lab.choose.contenders import LOOP, POOLS, PROCESSES, THREADS, Contender
from lab.choose.findings import Findings
from lab.choose.refused import Refused
from lab.workloads import is_prime

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LOOP_S = (1.0, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06)
TWO, PARTED = Contender(THREADS, 2), Contender(PROCESSES, 2, 5)
FACTS = {
    "items": 8,
    "items_known": 8,
    "loop_s": 1.0,
    "call_s": 0.125,
    "loop_cores": 0.99,
    "cores": 2,
    "gil": True,
    "memory_bytes": 0,
}


def findings(threads_s, processes_s, **changes):
    """Return the findings of seven rounds on a machine with nothing else to do."""
    found = Findings(20.0, facts=FACTS | changes, probes=[(1.0, 1.9)] * 3, finished=True)
    found.rounds = {
        Contender(LOOP): list(LOOP_S),
        TWO: [threads_s * time_s for time_s in LOOP_S],
        PARTED: [processes_s * time_s for time_s in LOOP_S],
    }
    found.cores_used, found.task_s = (
        {THREADS: 1.0, PROCESSES: 1.9},
        {THREADS: 1e-5, PROCESSES: 2e-4},
    )
    return found


def said(given):
    return " ".join(given.sentences)


def test_processes_are_chosen_when_they_beat_all_others():
    given = advice.answer(findings(1.0, 0.6))
    assert (given.choice, given.exit_code) == (PARTED, 0)
    assert "ProcessPoolExecutor(max_workers=2), and map(…, chunksize=5)" in given.sentences[0]
    assert "one thread at a time can hold the GIL" in said(given)
    assert "Faster than plain loop in 7 of 7 rounds" in said(given)


def test_of_two_that_are_equally_fast_the_simpler_one_is_chosen():
    given = advice.answer(findings(0.6, 0.58))
    assert given.choice == TWO
    assert "no clear lead, and this way is the simpler one" in said(given)


def test_a_lead_that_nobody_would_choose_by_is_none():
    assert advice.answer(findings(0.95, 0.93)).choice == Contender(LOOP)


def test_a_short_call_is_told_what_handing_over_costs():
    found = findings(40, 90, call_s=2e-6, loop_s=2e-3)
    given = advice.answer(found)
    assert given.choice == Contender(LOOP)
    assert "A call takes 2 µs, and to hand one over costs 10 µs with threads" in said(given)


def test_a_busy_machine_gets_no_answer_though_the_rounds_are_clear():
    found = findings(1.0, 0.6)
    found.probes = [(0.5, 1.9), (0.6, 1.9), (1.0, 1.9)]
    given = advice.answer(found)
    assert (given.choice, given.exit_code) == (None, 1)
    assert given.sentences[0].startswith("Busy: close programs and run again")


def test_one_disturbed_probe_of_three_does_not_make_a_machine_busy():
    found = findings(1.0, 0.6)
    found.probes = [(0.5, 1.1), (1.0, 1.9), (1.0, 1.9)]
    assert advice.answer(found).choice == PARTED


def test_one_core_is_not_called_busy():
    found = findings(1.0, 1.2, cores=1)
    found.probes = [(1.0, 0.9)] * 3
    assert advice.answer(found).choice == Contender(LOOP)


def test_a_report_ends_with_what_was_spent_around_the_runs():
    found = findings(1.0, 0.6)
    found.elapsed_s, found.runs_s = 12.0, 11.5
    printed = report.text(found, advice.answer(found))
    assert printed.endswith("\n\nMeasured for 12.0 s, 0.5 s of it around the runs.")
    assert report.record(found, advice.answer(found))["around_s"] == 0.5


def test_too_few_rounds_name_no_winner_but_a_larger_budget():
    found = findings(1.0, 0.6)
    found.rounds = {each: times[:3] for each, times in found.rounds.items()}
    given = advice.answer(found)
    assert (given.choice, given.exit_code) == (None, 1)
    assert "held 3 of the 7 rounds" in said(given)
    assert "--budget 40" in said(given)


def test_a_kind_that_failed_in_a_round_is_left_out_of_all():
    found = findings(1.0, 0.6)
    found.rounds[PARTED].pop()
    found.add({"event": "left_out", "kind": PROCESSES, "why": "a worker died"})
    given = advice.answer(found)
    assert given.choice == Contender(LOOP)
    assert "No processes here: a worker died." in given.sentences


def test_many_workers_are_tried_only_where_calls_wait():
    assert plan.worker_counts(cores=2, items=40, loop_cores=0.1, most=64) == [2, 8, 32]
    assert plan.worker_counts(cores=2, items=40, loop_cores=0.9, most=64) == [2, 4]
    assert plan.worker_counts(cores=2, items=3, loop_cores=0.1, most=64) == [2, 3]
    assert plan.worker_counts(cores=8, items=40, loop_cores=0.9, most=2) == [2]


def test_single_items_are_not_tried_where_their_tasks_cannot_pay():
    assert plan.chunk_sizes(items=8, workers=2, loop_s=1, budget_s=20) == [1]
    assert plan.chunk_sizes(items=800, workers=2, loop_s=1, budget_s=20) == [1, 10, 100]
    assert plan.chunk_sizes(items=8000, workers=2, loop_s=0.01, budget_s=20) == [32, 1000]


def test_more_workers_are_tried_only_of_kinds_that_are_not_hopeless_with_few():
    few, more = plan.steps(FACTS, 20, [THREADS, PROCESSES], most_workers=64)
    assert {each.workers for each in few} == {2}
    assert {each.workers for each in more} == {4}
    assert plan.not_hopeless(few, {Contender(LOOP): [1.0]}, 1.5) == few
    computing = {
        Contender(LOOP): [1.0],
        Contender(THREADS, 2): [1.0],
        Contender(PROCESSES, 2): [0.5],
    }
    assert {each.kind for each in plan.not_hopeless(more, computing, 1.5)} == {PROCESSES}
    short = {
        Contender(LOOP): [1e-4],
        Contender(THREADS, 2): [0.01],
        Contender(PROCESSES, 2): [0.02],
    }
    assert not plan.not_hopeless(more, short, 1.5)


def test_a_kind_that_was_slow_once_is_tried_a_second_time():
    threads, processes = Contender(THREADS, 2), Contender(PROCESSES, 2)
    times_s = {Contender(LOOP): [1.0], threads: [1.0, 1.0], processes: [2.0]}
    assert plan.still_near(times_s) == [processes]
    times_s[processes].append(2.0)
    assert plan.still_near(times_s) == []
    times_s[processes] = [9.0]
    assert plan.still_near(times_s) == []


def test_of_near_equals_fewer_workers_are_taken():
    times_s = {Contender(THREADS, 8): [0.10], Contender(THREADS, 32): [0.095]}
    assert plan.best_of(times_s, THREADS) == Contender(THREADS, 8)
    times_s[Contender(THREADS, 32)] = [0.08]
    assert plan.best_of(times_s, THREADS) == Contender(THREADS, 32)
    assert plan.best_of(times_s, PROCESSES) is None


def test_results_are_compared_by_what_they_print_where_equality_gives_no_bool():
    class Array:
        def __init__(self, *numbers):
            self.numbers = numbers

        def __eq__(self, other):
            return self  # an array of comparisons, whose truth nobody may ask for

        __hash__ = None

        def __repr__(self):
            return f"Array{self.numbers}"

    assert same.differing([Array(1), Array(2)], [Array(1), Array(2)]) is None
    assert same.differing([Array(1), Array(2)], [Array(1), Array(3)]) == 1
    assert same.differing([math.nan, 1], [math.nan, True]) is None
    assert same.differing([1], [2]) == 0


BASE = 10


def local_functions():
    step = 5

    def add(number, more=1, *, still=2):
        return math.floor(twice(number)) + step + more + still

    def twice(number):
        return 2 * number + BASE

    return add, lambda number: number + step


def test_a_function_without_a_module_travels_with_all_it_uses():
    for func in local_functions():
        assert carry.name_of(func) is None
        copy = carry.unpack(carry.pack(func))
        assert copy is not func
        assert copy(3) == func(3)
    assert carry.name_of(is_prime) == "lab.workloads:is_prime"


def test_what_cannot_travel_is_refused_in_a_sentence():
    with open(os.devnull) as opened, pytest.raises(Refused, match="cannot travel"):
        carry.pack(lambda number: opened.read(number))
    with pytest.raises(Refused, match="items cannot travel"):
        request.of_values(is_prime, [lambda: 1], 1)


FUNCTIONS = """
import os, random, time
def fails(number):
    if number == 3:
        raise ValueError("no three")
    return number
def leaves(number):
    raise SystemExit(5)
def hangs(number):
    if number == 2:
        time.sleep(600)
    return number
def hangs_in_a_pool(number, here=os.getpid()):
    import threading
    if threading.current_thread() is not threading.main_thread():
        time.sleep(600)
    time.sleep(0.01)
    return number
def prints(number):
    print('{"event": "end"}', flush=True)
    os.write(1, b"12\\n")
    time.sleep(0.01)
    return number
def differs(number):
    time.sleep(0.01)
    return random.random()
def fails_later(number, seen=[]):
    seen.append(number)
    if len(seen) > 6:
        raise ValueError("seen before")
    return number
def calls(item):
    time.sleep(0.01)
    return item()
def by_thread(number):
    import threading
    time.sleep(0.01)
    return threading.current_thread() is threading.main_thread()
def dies(number):
    os._exit(7)
def unpicklable(number):
    time.sleep(0.01)
    return open(os.devnull)
def starts_a_process(number):
    import subprocess, sys
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(600)
nameless = lambda number: number
def str_of(number):
    return str(number)
def endless():
    number = 10
    while True:
        yield number
        number += 1
def broken():
    yield 1
    raise OSError("the disk is gone")
waits = time.sleep
text = "no function"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine.py").write_text(FUNCTIONS, encoding="utf-8")
    (tmp_path / "lines.txt").write_text("11\n12\n13\n14\n", encoding="utf-8")
    (tmp_path / "exits.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "stuck.py").write_text("import time\ntime.sleep(600)", encoding="utf-8")
    yield tmp_path
    assert eventually(lambda: not processes_of(tmp_path), limit_s=10), processes_of(tmp_path)


def processes_of(folder):
    """Return the commands of all processes whose environment speaks of a folder (on Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK={folder}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes())
        except OSError:  # it has ended meanwhile
            pass
    return found


def command(function, items, budget_s, *more):
    return [
        *(sys.executable, "-m", "lab.choose", function, "--items", items),
        *("--budget", str(budget_s), *more),
    ]


def environment(folder):
    return os.environ | {"PYTHONPATH": str(NOTEBOOKS), "MARK": str(folder)}


def run(folder, function, items, budget_s=3, *more):
    return subprocess.run(
        command(function, items, budget_s, *more),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize(
    ("function", "items", "exit_code", "sentence"),
    [
        ("nowhere:f", "[1]", 2, "nowhere cannot be imported: ModuleNotFoundError"),
        ("exits:f", "[1]", 2, "exits cannot be imported: SystemExit: 3"),
        ("mine:nothing", "[1]", 2, "mine has no function 'nothing'"),
        ("mine:text", "[1]", 2, "mine has no function 'text'"),
        ("mine", "[1]", 2, "say module:function, not 'mine'"),
        ("mine:fails", "[1, 2, 3]", 1, "raised ValueError: no three for item 3, 3."),
        ("mine:leaves", "[1]", 1, "raised SystemExit: 5 for item 1, 1."),
        ("mine:dies", "[1]", 1, "died (exit code 7), at: item 1 of the first pass"),
        ("mine:waits", "[]", 2, "There are no items"),
        ("mine:waits", "7", 2, "The items are 7, and not several"),
        ("mine:waits", "nobody", 2, "NameError"),
        ("mine:waits", "@missing.txt", 2, "FileNotFoundError"),
        ("mine:text.upper", "broken()", 1, "raised TypeError"),
        ("mine:str", "broken()", 2, "mine has no function 'str'"),
        ("builtins:str", "[1, 2][5]", 2, "IndexError"),
    ],
)
def test_what_cannot_be_measured_gets_a_sentence_and_an_exit_code(
    folder, function, items, exit_code, sentence
):
    done = run(folder, function, items, 20)
    assert sentence in done.stdout + done.stderr
    assert done.returncode == exit_code
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("budget_s", [0, -3, "nan", "inf", "soon"])
def test_a_budget_that_is_no_time_is_refused_at_once(folder, budget_s):
    done = run(folder, "mine:waits", "[1]", budget_s)
    assert (done.returncode, done.stdout) == (2, "")
    assert "budget" in done.stderr


def test_items_that_break_off_are_named(folder):
    done = run(folder, "mine:nameless", "broken()")
    assert "Item 2 could not be had: OSError: the disk is gone." in done.stdout
    assert done.returncode == 1


def test_files_are_written_and_what_cannot_be_is_said(folder):
    done = run(folder, "mine:waits", "[0.01] * 4", 4, "--figure", "found.svg")
    assert "</svg>" in (folder / "found.svg").read_text(encoding="utf-8"), done.stdout
    done = run(folder, "mine:fails", "[3]", 4, "--json", "nowhere/found.json")
    assert "A file could not be written: " in done.stdout
    assert done.returncode == 1
    done = run(folder, "mine:fails", "[3]", 4, "--figure", "nothing.svg")
    assert "</svg>" in (folder / "nothing.svg").read_text(encoding="utf-8"), done.stdout


def test_a_call_that_hangs_is_ended_at_the_budget_and_named(folder):
    start_s = time.monotonic()
    done = run(folder, "mine:hangs", "[1, 2, 3]", 2)
    assert time.monotonic() - start_s < 40  # the call itself takes 600 s
    assert "The budget of 2 s was over, at: item 2 of the first pass" in done.stdout
    assert done.returncode == 1


def test_a_module_whose_import_hangs_is_ended_at_the_budget(folder):
    done = run(folder, "stuck:f", "[1]", 2)
    assert "The budget of 2 s was over, at: import of the function, and its items." in done.stdout
    assert done.returncode == 1


def test_what_a_call_has_started_is_ended_with_it(folder):
    done = run(folder, "mine:starts_a_process", "[1]", 2)
    assert "at: item 1 of the first pass" in done.stdout


def test_a_pool_that_hangs_keeps_what_was_measured(folder):
    done = run(folder, "mine:hangs_in_a_pool", "range(8)", 3, "--json", "found.json")
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    assert "at: trial: 2 threads" in done.stdout
    (loop,) = found["trials"]
    assert loop["name"] == "plain loop"
    assert found["facts"]["items"] == 8
    assert found["runs_s"] > sum(loop["times_s"])  # the one that hung was a run, too
    assert found["exit_code"] == done.returncode == 1


def test_what_a_function_prints_does_not_break_the_report(folder):
    done = run(folder, "mine:prints", "range(6)", 6, "--json", "found.json")
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    assert found["rounds"], done.stdout
    assert '"event"' not in done.stdout


def test_results_that_differ_each_time_are_said_to_be_unverifiable(folder):
    done = run(folder, "mine:differs", "range(6)", 6)
    assert "item 1, 0, gave another result the second time" in done.stdout


def test_a_pool_that_gives_other_results_is_left_out(folder):
    done = run(folder, "mine:by_thread", "range(6)", 6)
    assert "No threads here: 2 threads gave another result for item 1." in done.stdout


def test_what_does_not_travel_is_tried_in_threads_only(folder):
    done = run(folder, "mine:nameless", "range(6)", 4)
    assert "No processes here: the function cannot travel" in done.stdout
    done = run(folder, "mine:unpicklable", "range(6)", 4)
    assert "No processes here: the results cannot travel" in done.stdout

    done = run(folder, "mine:calls", "[lambda: 1] * 6", 4)
    assert "No processes here: the items cannot travel" in done.stdout


def test_a_function_that_raises_when_it_runs_once_more_is_told_so(folder):
    done = run(folder, "mine:fails_later", "range(6)", 4, "--json", "a.json")
    assert "The function raised ValueError: seen before when it ran once more." in done.stdout
    assert done.returncode == 1
    found = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in found["trials"]] == ["plain loop"]


def test_a_call_of_a_microsecond_gets_no_pool(folder):
    done = run(folder, "math:sqrt", "range(1000)", 10)
    if "Busy" in done.stdout:
        pytest.skip(done.stdout.splitlines()[0])
    assert done.stdout.startswith("Use none: no pool is faster than a plain loop here.")
    assert "to hand one over costs" in done.stdout
    assert done.returncode == 0


def test_a_generator_that_ends_is_known_to_be_whole(folder):
    run(folder, "mine:str_of", "(each for each in range(5))", 4, "--json", "a.json")
    found = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert (found["facts"]["items"], found["facts"]["items_known"]) == (5, 5)


def test_an_endless_input_is_taken_up_to_a_bound(folder):
    done = run(folder, "mine:str_of", "endless()", 4, "--json", "a.json")
    found = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert found["facts"]["items"] == plan.MOST_ITEMS
    assert "The first 10000 items were run." in done.stdout


def test_a_file_of_lines_gives_the_items(folder):
    done = run(folder, "builtins:int", "@lines.txt", 4, "--json", "a.json")
    found = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert (found["facts"]["items"], found["facts"]["items_known"]) == (4, 4), done.stdout


def test_no_more_workers_are_tried_than_there_is_memory_for(monkeypatch):
    from lab.choose import stages
    from lab.choose.first import FirstPass
    from lab.choose.runs import Runs

    monkeypatch.setattr("lab.choose.memory.free_bytes", lambda: 10e9)
    heard = []
    runs = Runs(abs, FirstPass([1], [1]), lambda event, **rest: heard.append(rest))
    assert stages.most_workers(runs, {"memory_bytes": 2e9}) == 2
    assert not heard
    assert stages.most_workers(runs, {"memory_bytes": 3e9}) == 1
    assert {each["kind"] for each in heard} == set(POOLS)
    assert heard[0]["why"] == "a call needs 3.0 GB: no room for two at once"


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C is not for one process")
def test_ctrl_c_keeps_what_was_measured(folder):
    asked = command("mine:hangs_in_a_pool", "range(8)", 50, "--json", "found.json")
    with subprocess.Popen(
        asked, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, text=True
    ) as child:
        time.sleep(3)
        child.send_signal(signal.SIGINT)
        printed, _ = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "Stopped by Ctrl-C, at: trial: 2 threads." in printed
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in found["trials"]] == ["plain loop"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a POSIX signal")
def test_nothing_is_left_when_the_program_itself_is_killed(folder):
    asked = command("mine:starts_a_process", "[1]", 50)
    with subprocess.Popen(asked, cwd=folder, env=environment(folder)) as child:
        assert eventually(lambda: any(b"sleep(600)" in each for each in processes_of(folder)), 30)
        child.kill()


def test_in_a_cell_the_same_is_an_object_that_prints_its_report():
    choice = choose(lambda number: time.sleep(0.01), range(6), budget_s=5)
    assert "No processes here: the function has no module to import it from" in str(choice)
    assert choice.figure().axes
    assert json.dumps(choice.to_dict())
    assert choose(is_prime, [], budget_s=5).answer.exit_code == 2
    assert choose(is_prime, [1], budget_s=0).answer.exit_code == 2
    assert choose(7, [1]).answer.exit_code == 2


def test_waiting_calls_get_threads():
    choice = choose(time.sleep, [0.02] * 8, budget_s=6)
    if "Busy" in str(choice) or "Not sure yet" in str(choice):
        pytest.skip(choice.answer.sentences[0])
    assert choice.contender.kind == THREADS
    assert machine.usable_cores() <= choice.contender.workers or choice.contender.workers >= 2
