"""A simulated learner, who does over the network what a browser does."""

import json
import time
import uuid
from pathlib import Path

import requests
import websocket

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LIMIT_S = 1800
SPY = """
import glob, os
others = {*glob.glob('/home/lab-*')} - {os.path.expanduser('~')}
tries = [path for home in others for path in (home, f'{home}/labs/01-gil.ipynb')]
readable = [path for path in tries if os.access(path, os.R_OK)]
seen = {os.stat(p).st_uid for p in glob.glob('/proc/[0-9]*')} - {os.getuid()}
print('SPY', *readable, *sorted(seen))
"""


class Learner:
    """One who logs in, starts a server, and runs labs in a kernel."""

    def __init__(self, name: str, address: str):
        self.name, self.address, self.web = name, address, requests.Session()
        self.started_s = self.worked_s = 0.0
        self.failed: list[str] = []  # claims, cells and kernels
        self.spied: set[str] = set()  # files of others, and users whose processes were seen
        self.said = ""  # the last that a cell said

    def send(self, method: str, path: str, **data) -> requests.Response:
        """Send what a browser would, with the cookie against forgery."""
        cookies = [c for c in self.web.cookies if c.name == "_xsrf" and path.startswith(c.path)]
        token = {"_xsrf": max(cookies, key=lambda cookie: len(cookie.path)).value}
        return self.web.request(method, self.address + path, params=token, timeout=300, **data)

    def log_in(self, password: str = "") -> requests.Response:
        """Log in with a password, or the usual one of this learner."""
        self.web.get(f"{self.address}/hub/login", timeout=60)
        form = {"username": self.name, "password": password or f"word of {self.name}"}
        return self.send("POST", "/hub/login", data=form)

    def come_in(self) -> None:
        """Log in and wait for the server."""
        begin_s = time.monotonic()
        answer = self.log_in()
        if answer.status_code != 429:  # so many start that this one has to ask again
            answer.raise_for_status()
        home = f"/user/{self.name}/"
        while not self.web.get(f"{self.address}{home}api/status", timeout=60).ok:
            if time.monotonic() > begin_s + 300:
                raise TimeoutError(f"{self.name}'s server did not start")
            self.web.get(f"{self.address}/hub/spawn", timeout=300)
            time.sleep(1)
        self.web.get(f"{self.address}{home}lab", timeout=60)
        self.started_s = time.monotonic() - begin_s

    def work(self, labs: list[str]) -> None:
        """Run all cells of some labs, each lab in a kernel of its own."""
        begin_s = time.monotonic()
        for lab in labs:
            cells = json.loads((NOTEBOOKS / f"{lab}.ipynb").read_text("utf-8"))["cells"]
            sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
            self.run(self.kernel(), [*sources, SPY])
        self.worked_s = time.monotonic() - begin_s

    def kernel(self) -> str:
        """Start a kernel; return its id."""
        return self.send("POST", f"/user/{self.name}/api/kernels", json={"path": ""}).json()["id"]

    def end_kernels(self) -> None:
        """End all kernels, as Kernel | Shut Down All Kernels does."""
        kernels = f"/user/{self.name}/api/kernels"
        for kernel in self.web.get(self.address + kernels, timeout=60).json():
            self.send("DELETE", f"{kernels}/{kernel['id']}")

    def run(self, kernel: str, sources: list[str]) -> None:
        """Run cells in a kernel, one after the other, and note what they say."""
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.web.cookies)
        place = (
            f"{self.address.replace('http', 'ws')}/user/{self.name}/api/kernels/{kernel}/channels"
        )
        channel = websocket.create_connection(place, cookie=cookies, timeout=LIMIT_S)
        for source in sources:
            header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
            header |= {"username": self.name, "session": kernel, "date": ""}
            content = {
                "code": source,
                "silent": False,
                "store_history": False,
                "allow_stdin": False,
            }
            message = {"header": header, "content": content, "channel": "shell", "metadata": {}}
            channel.send(json.dumps(message | {"parent_header": {}}))
            while not self.is_over(json.loads(channel.recv()), header["msg_id"]):
                pass
        channel.close()

    def say(self, failure: str) -> None:
        """Note what no cell of a lab should say."""
        self.said = failure
        self.failed.append(failure)

    def is_over(self, message: dict, asked: str) -> bool:
        """Note an output; tell whether the cell has ended, or its kernel has."""
        content, text = message["content"], json.dumps(message["content"])
        if content.get("execution_state") in ("restarting", "dead"):
            self.say("the kernel ended")
            return True
        if message["parent_header"].get("msg_id") != asked:
            return False
        if '"status": "failed"' in text:
            self.failed.append(text[:200])
        if message["msg_type"] == "error":
            self.say(f"{content['ename']}: {content['evalue']}".rstrip(": "))
        if message["msg_type"] == "stream":
            self.said = content["text"].strip()
            if self.said.startswith("SPY"):
                self.spied |= set(self.said.split()[1:])
        return message["msg_type"] == "status" and content["execution_state"] == "idle"
