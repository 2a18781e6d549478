"""JupyterHub for a room: one machine, an account for each learner, the labs in each home.

`make hub` starts it, as root, for the names in a file. What it promises, and how:

- Nobody reads another's files: each learner is a user of the system, with a home and a folder for
  temporary files of their own (umask 077). Nobody sees another's processes: /proc is mounted with
  hidepid=2.
- Nobody takes the machine from the others: each learner's processes share one control group with
  a limit of memory and of processes and an equal share of the cores (`limits.py`).
- Nobody's measurement disturbs another's: measuring cells queue for one lock (LAB_QUEUE).
- Nothing stays behind: a server that nobody used for HUB_IDLE_S is ended, with all that it started.

https://jupyterhub.readthedocs.io describes each setting.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import limits  # noqa: E402
from learners import Learners, OneLearner  # noqa: E402
from names import names_in  # noqa: E402

c = get_config()  # noqa: F821  JupyterHub gives it

STATE = Path(os.environ["HUB_STATE"])  # of the hub: accounts, database, log
BIN = Path(sys.executable).parent
LOG = os.environ.get("HUB_LOG", "ERROR")

# Who may come in: the names of the list, each with the password that they choose at first.
c.JupyterHub.authenticator_class = Learners
c.Authenticator.allowed_users = names_in(Path(os.environ["HUB_NAMES"]))
c.Learners.passwords = str(STATE / "passwords.txt")

# Where: on this computer only, until the teacher says another address.
c.JupyterHub.bind_url = os.environ.get("HUB_ADDRESS", "http://127.0.0.1:8000")
hub_port, proxy_port = os.environ["HUB_PORTS"].split()
c.JupyterHub.hub_ip, c.JupyterHub.hub_port = "127.0.0.1", int(hub_port)
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.JupyterHub.db_url = f"sqlite:///{STATE / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.command = os.environ["HUB_PROXY"].split("\n")
c.ConfigurableHTTPProxy.log_level = "error"
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.log_level = LOG
c.JupyterHub.cleanup_servers = True  # Ctrl-C ends them all

# What each gets: JupyterLab on a copy of the labs.
c.JupyterHub.spawner_class = OneLearner
c.Spawner.cmd = [str(BIN / "jupyterhub-singleuser")]
c.Spawner.args = [
    "--ConnectionFileMixin.transport=ipc",  # a kernel's port would show its outputs to all users
    f"--log-level={LOG}",
]
c.Spawner.notebook_dir = "~/labs"
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"LAB_QUEUE": str(limits.QUEUE), "PATH": f"{BIN}:{os.defpath}"}
c.OneLearner.labs = os.environ["HUB_LABS"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 120  # thirty start at once
c.JupyterHub.concurrent_spawn_limit = 8

# Culling, by JupyterHub's own service.
c.JupyterHub.load_roles = [
    {
        "name": "cull",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["cull"],
    }
]
c.JupyterHub.services = [
    {
        "name": "cull",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={limits.IDLE_S}"],
    }
]
