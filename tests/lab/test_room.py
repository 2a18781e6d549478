"""One picture of a room: thirty at once, a flood, wrong tokens, too much, and nothing is lost."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest
from children import started

from lab import room
from lab.records import Measurement
from lab.room import limits
from lab.room.entries import Curves, Guess, Refused, SetUp, read
from lab.room.kept import MOST_FROM_ONE_ADDRESS, Kept
from lab.room.server import RoomServer

TIMEOUT_S = 30
ROOM, WALL = "learners", "teacher"
NOTEBOOKS = Path(room.__file__).parents[2]
CHECKS = frozenset({"Python", "packages"})
REPORT = """copy from here -----
set-up check of 2031-01-01: 1 ok, 0 look, 1 mend
Linux 6.1; CPython 3.13.0
ok    Python: 3.13.0
mend  packages: matplotlib is missing
----- to here"""
CURVES = {
    "curves": {"threads": {"2": 0.98}, "processes": {"1": 0.9, "2": 1.8}},
    "cores": 2, "system": "Linux", "python": "3.13",
}  # fmt: skip


class Visit:
    """A room that is open on loopback, and ways to ask it."""

    def __init__(self, server):
        self.server = server
        self.link = f"http://127.0.0.1:{server.server_port}/?token={ROOM}"

    def post(self, body, token=ROOM, sender=1, path="/send", source="127.0.0.1", **headers):
        """Return (status, sentence) of one post."""
        port = self.server.server_port
        connection = HTTPConnection("127.0.0.1", port, TIMEOUT_S, source_address=(source, 0))
        try:
            query = f"{path}?token={token}&from={sender:016x}"
            connection.request("POST", query, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def get(self, path, token):
        address = f"http://127.0.0.1:{self.server.server_port}{path}?token={token}"
        try:
            with room.NEAR.open(address, timeout=TIMEOUT_S) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def wall(self):
        return json.loads(self.get("/state", WALL)[1])


@pytest.fixture
def visit():
    with RoomServer(("127.0.0.1", 0), ROOM, WALL, limits.is_near) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Visit(server)
        finally:
            server.shutdown()
            thread.join(TIMEOUT_S)


def second_address():
    """Return another loopback address, or the usual one where a system has only that."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.2", 0))
        except OSError:
            return "127.0.0.1"
    return "127.0.0.2"


def test_thirty_at_once_are_all_on_the_wall(visit):
    texts = [json.dumps({"guess": n}) for n in range(30)] + [json.dumps(CURVES)] * 30
    with ThreadPoolExecutor(30) as pool:
        senders = [n % 30 for n in range(60)]
        answers = list(pool.map(lambda text, n: visit.post(text, sender=n), texts, senders))
    assert {status for status, _ in answers} == {200}
    wall = visit.wall()
    assert wall["guesses"] == list(range(30))
    assert len(wall["curves"]) == 30


def test_what_is_sent_again_takes_the_place_of_what_was_before(visit):
    visit.post("0.5")
    assert "takes the place" in visit.post("0,25")[1]
    assert visit.wall()["guesses"] == [0.25]


@pytest.mark.parametrize("token", ["", "wrong", ROOM + "x", "ä", WALL])
def test_a_wrong_token_gets_403_and_a_sentence(visit, token):
    quoted = urllib.request.quote(token)
    for status, said in (visit.post("0.5", token=quoted), visit.get("/", quoted)):
        assert status == 403
        assert "take the one that the teacher shows" in said
    assert visit.get("/state", ROOM)[0] == 403, "learners do not see the wall"
    assert visit.wall()["guesses"] == []


def test_ten_megabytes_get_413_and_the_room_goes_on(visit):
    status, said = visit.post(b"1" * 10_000_000)
    assert (status, said) == (413, "That is too long: the room takes 10 kB at a time.")
    assert visit.post("0.5", **{"Content-Length": "9" * 14})[0] == 413
    assert visit.post(iter([b"0.5"]))[0] == 413, "a length that is not told may be any"
    assert visit.post("0.5")[0] == 200


def test_a_flood_from_one_address_loses_nothing_of_the_others(visit):
    other = second_address()
    if other == "127.0.0.1":
        pytest.skip("this system has one loopback address only")
    over = threading.Event()
    seen = set()

    def flood():
        while not over.is_set():
            seen.add(visit.post("1", sender=1, source=other)[0])

    with ThreadPoolExecutor(8) as pool:
        floods = [pool.submit(flood) for _ in range(4)]
        try:
            answers = [visit.post(str(n), sender=n) for n in range(2, 32)]
            end_s = time.monotonic() + TIMEOUT_S
            while 429 not in seen and time.monotonic() < end_s:
                time.sleep(0.01)
        finally:
            over.set()
        assert [flood.result(TIMEOUT_S) for flood in floods] == [None] * 4
    assert {status for status, _ in answers} == {200}
    assert 429 in seen
    assert visit.wall()["guesses"] == sorted([1, *range(2, 32)])


def test_whoever_is_told_to_wait_sends_again_and_is_heard(visit, capsys):
    for _ in range(limits.BURST):
        visit.post("1")
    room.send(visit.link, room.guess(7))
    assert "on the wall" in capsys.readouterr().out
    assert 7 in visit.wall()["guesses"]


def test_whoever_is_hung_up_on_tries_again(visit, capsys):
    """A flood of connections takes all the places; when it is over, nobody's result is lost."""
    free = visit.server._free
    while free.acquire(blocking=False):
        pass
    threading.Timer(0.5, free.release).start()
    room.send(visit.link, room.guess(7))
    assert "on the wall" in capsys.readouterr().out
    assert visit.server.kept.picture()["guesses"] == [7]


def test_a_silent_connection_keeps_nobody_out(visit):
    with socket.create_connection(("127.0.0.1", visit.server.server_port)):
        assert visit.post("0.5")[0] == 200


def test_those_outside_are_refused(visit):
    visit.server.near = lambda address: address != "127.0.0.1"
    for status, said in (visit.post("0.5"), visit.get("/", ROOM), visit.get("/wall", WALL)):
        assert (status, said.partition(",")[0]) == (
            403,
            "This room is for computers of its own network",
        )


@pytest.mark.parametrize(
    ("address", "near"),
    [("127.0.0.1", True), ("192.168.1.7", True), ("10.1.2.3", True), ("fe80::1%eth0", True),
     ("::1", True), ("::ffff:192.168.1.7", True), ("8.8.8.8", False), ("2606:4700::1", False),
     ("::ffff:8.8.8.8", False)],
)  # fmt: skip
def test_near_is_this_computer_or_a_private_network(address, near):
    assert limits.is_near(address) is near
    assert limits.is_near("8.8.8.8", [limits.ipaddress.ip_network("8.8.8.0/24")])


def test_a_clock_that_is_set_changes_nothing(visit, monkeypatch):
    """Neither the sender's day, nor the teacher's clock: the rate runs by one that goes forward."""
    assert visit.post(REPORT, Date="Thu, 01 Jan 1970 00:00:00 GMT")[0] == 200
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert visit.post("0.5")[0] == 200
    assert visit.wall()["reports"] == 1


def test_the_rate_of_one_address_refills(monkeypatch):
    now_s = [0.0]
    rate = limits.Rate(lambda: now_s[0])
    assert [rate.wait_s("a") for _ in range(limits.BURST + 1)] == [0] * limits.BURST + [1]
    assert rate.wait_s("b") == 0
    now_s[0] = 1.0
    assert [rate.wait_s("a") for _ in range(3)] == [0, 0, 1]


def test_a_report_says_what_is_lacking_and_nothing_else(visit):
    visit.post(REPORT + "\nlook  <script>alert(1)</script>: x\nok    Eve is here: x")
    wall = visit.wall()
    assert (wall["ready"], wall["reports"]) == (0, 1)
    assert wall["lacking"][0] == {"level": "mend", "name": "packages", "count": 1}
    assert {row["name"] for row in wall["lacking"]} == {"packages", "another"}
    assert "Eve" not in json.dumps(wall)
    assert "script" not in json.dumps(wall)


BAD = [
    "hello", "", "-1", "{", "[" * 9000, '{"guess": NaN}', '{"guess": null}', '{"guess": 1e400}',
    '{"curves": {}}', '{"curves": {"<b>": {"2": 1}}}', '{"curves": {"threads": {"x": 1}}}',
    '{"curves": {"threads": {"2": 1}}, "cores": 0, "python": "3.13"}',
    '{"curves": {"threads": {"2": 1}}, "cores": 2, "python": "<img src=x>"}',
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_result_gets_a_sentence(visit, text):
    status, said = visit.post(text)
    assert status == 400
    assert said.endswith(".")
    assert "<" not in said
    with pytest.raises(Refused):
        read(text, CHECKS)


def test_what_learners_send_is_read_as_it_was_meant():
    assert read("0,5", CHECKS) == read(room.guess(0.5), CHECKS) == Guess(0.5)
    assert read(REPORT, CHECKS) == SetUp({"Python": "ok", "packages": "mend"})
    measured = Measurement("2 processes", (1.7, 1.8, 1.9))  # as lab 06 has them
    gains = {"2 threads": 1, "2 processes": measured, "1 processes": 0.9}
    sent = read(room.speed_ups(gains), CHECKS)
    assert isinstance(sent, Curves)
    assert sent.curves == {"threads": {2: 1.0}, "processes": {1: 0.9, 2: 1.8}}


def test_the_set_up_check_of_this_computer_is_one_that_the_room_reads():
    done = subprocess.run(
        [sys.executable, "-m", "lab.check_setup", "Python"], cwd=NOTEBOOKS, capture_output=True,
        encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    levels = read(done.stdout.partition("----- for your teacher")[2], CHECKS).levels
    assert levels["Python"] == "ok"


def test_one_address_cannot_fill_the_room():
    kept = Kept()
    for number in range(MOST_FROM_ONE_ADDRESS):
        kept.put(str(number), "a", Guess(1))
    with pytest.raises(Refused, match="full"):
        kept.put("one more", "a", Guess(1))
    kept.put("one more", "b", Guess(1))


def test_a_new_question_clears_the_guesses_and_only_the_wall_asks(visit):
    visit.post("0.5")
    assert visit.post("How long?\ns", token=ROOM, path="/ask")[0] == 403
    visit.post("How long?\ns", token=WALL, path="/ask")
    assert json.loads(visit.get("/question", ROOM)[1])["question"] == "How long?"
    assert visit.wall()["guesses"] == []


def test_a_room_that_is_closed_gets_a_sentence(capsys, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr(room, "WAIT_S", 0.01)
    room.send(f"http://127.0.0.1:{port}/?token=x", "0.5")
    assert "Open http" in capsys.readouterr().out


def open_room(*options):
    command = [sys.executable, "-m", "lab.room", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return started(command, cwd=NOTEBOOKS, **pipes)


def lines_until_open(child):
    lines = []
    while not lines or "Ctrl-C" not in lines[-1]:
        lines.append(child.stdout.readline())
        assert lines[-1], child.stderr.read()
    return "".join(lines)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one child alone")
def test_ctrl_c_ends_it_with_a_sentence_and_keeps_only_what_is_asked_for(tmp_path):
    path = tmp_path / "wall.json"
    for options, words in (((), "is gone"), (("--save", str(path)), "without names")):
        with open_room("--port", "0", *options) as child:
            link = re.search(r"http://\S+/\?token=\w+", lines_until_open(child))[0]
            room.send(link, room.guess(3))
            child.send_signal(signal.SIGINT)
            said, error = child.communicate(timeout=TIMEOUT_S)
            assert (child.returncode, error) == (0, "")
            assert words in said
    assert json.loads(path.read_text())["guesses"] == [3]
    assert list(tmp_path.iterdir()) == [path]


def test_a_port_that_another_room_has_gets_a_sentence(visit):
    with open_room("--port", str(visit.server.server_port)) as child:
        _, error = child.communicate(timeout=TIMEOUT_S)
    assert child.returncode == 1
    assert "is taken or forbidden" in error
    assert "Traceback" not in error


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    path = tmp_path / "wall.json"
    path.write_text("of last week")
    with open_room("--port", "0", "--save", str(path)) as child:
        _, error = child.communicate(timeout=TIMEOUT_S)
    assert child.returncode == 1
    assert "name another file" in error
    assert path.read_text() == "of last week"


def test_an_address_that_is_not_ours_gets_a_sentence():
    with open_room("--port", "0", "--bind", "192.0.2.1") as child:
        _, error = child.communicate(timeout=TIMEOUT_S)
    assert child.returncode == 1
    assert "no address of this computer" in error


def test_the_pages_work_in_a_browser_and_show_markup_as_text(visit, chromium):
    page = chromium.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    question = "<img src=x onerror=alert(1)> how long?"
    visit.post(f"{question}\ns", token=WALL, path="/ask")
    page.goto(visit.link)
    page.get_by_text("how long?").wait_for()
    assert page.locator("#question img").count() == 0
    page.locator("#value").fill("0.5")
    page.get_by_role("button", name="Send the guess").click()
    page.locator("#guess [role=status]").filter(has_text="on the wall").wait_for()
    page.locator("#text").fill(json.dumps(CURVES))
    page.get_by_role("button", name="Send this").click()
    page.locator("#paste [role=status]").filter(has_text="on the wall").wait_for()
    visit.post(REPORT, sender=2)

    page.goto(visit.link.replace("/?token=" + ROOM, "/wall?token=" + WALL))
    page.locator(".cloud i").wait_for()
    assert page.locator("#asked").inner_text() == question
    assert page.locator("#curves svg").count() == 2
    assert "mend: packages, 1 computer" in page.locator("#lacking").inner_text()
    assert page.locator("#told").inner_text() == "1 guess."
    page.locator("#measured").fill("0.6")
    page.get_by_role("button", name="Show it").click()
    page.locator(".cloud b").wait_for()
    assert "Within 20 %: 1 of 1." in page.locator("#told").inner_text()
    visit.post("9", sender=3)
    page.locator(".cloud i + i + b").wait_for()  # the line stays
    visit.post("And now?\ns", token=WALL, path="/ask")
    page.get_by_text("0 guesses.").wait_for()
    assert page.locator(".cloud").inner_html() == "", "a new question has a line of its own"
    page.close()
    assert wrong == []


def test_the_wall_counts_the_votes_for_the_answers_of_a_question(visit, chromium):
    visit.post("Which of these four?\n", token=WALL, path="/ask")
    for sender, vote in enumerate("2124"):
        visit.post(vote, sender=sender)
    page = chromium.new_page()
    page.goto(visit.link.replace("/?token=" + ROOM, "/wall?token=" + WALL))
    rows = page.locator("#votes li")
    page.get_by_text("2: 2 of 4").wait_for()
    assert rows.all_inner_texts() == ["1: 1 of 4", "2: 2 of 4", "4: 1 of 4"]
    assert not page.locator("#cloud").is_visible()
    assert page.locator("#votes .right").count() == 0
    page.locator("#measured").fill("2")
    page.get_by_role("button", name="Show it").click()
    assert page.locator("#votes .right").all_inner_texts() == ["2: 2 of 4"]
    visit.post("2.5", sender=0)
    page.locator("#cloud i").first.wait_for()  # a number that is no answer: guesses, not votes
    assert rows.count() == 0
    page.close()
