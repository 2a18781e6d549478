"""Who may come in, and what each gets: a user of the system, a home, a copy of the labs."""

import asyncio
import os
import pwd
import resource
import subprocess
from pathlib import Path

import limits
import passwords
from home import furnish
from jupyterhub.auth import Authenticator
from jupyterhub.spawner import LocalProcessSpawner
from tornado.web import HTTPError
from traitlets import Unicode

PREFIX = "lab-"  # of the system's users, so that no learner is somebody else here


class Learners(Authenticator):
    """Those on the list come in, each with the password that they chose at their first time.

    jupyterhub-firstuseauthenticator does the same, but its pages fail with JupyterHub 6.
    """

    passwords = Unicode(help="the file with what is kept of the passwords", config=True)

    def normalize_username(self, username: str) -> str:
        """Return the name as the list has it: phones like to begin with a capital."""
        return username.strip().lower()

    async def authenticate(self, handler, data: dict) -> str:
        """Return the name of who may come in; HTTPError tells others why not."""
        name = self.normalize_username(data["username"])
        if name not in self.allowed_users:
            raise HTTPError(403, "This name is not on the list for this room: ask your teacher.")
        try:
            passwords.check(Path(self.passwords), name, data["password"])
        except passwords.Refused as refused:
            raise HTTPError(403, str(refused)) from None
        return name


class OneLearner(LocalProcessSpawner):
    """Starts a learner's server, as a user of the system and within its limits."""

    labs = Unicode(help="the folder whose copy each learner gets", config=True)

    def account(self) -> pwd.struct_passwd:
        """Return the learner's user of the system, made if it is not there."""
        name = PREFIX + self.user.name
        try:
            return pwd.getpwnam(name)
        except KeyError:
            subprocess.run(
                ["useradd", "--create-home", "--shell", "/bin/bash", name],
                check=True, capture_output=True,
            )  # fmt: skip
            return pwd.getpwnam(name)

    def make_preexec_fn(self, name: str):
        """Return what the new process does first: enter the group, then become the learner."""
        account, learner, labs = self.account(), self.user.name, self.labs
        limits.make(learner)

        def become() -> None:
            limits.enter(learner)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limits.FILE_BYTES, limits.FILE_BYTES))
            os.initgroups(account.pw_name, account.pw_gid)
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            furnish(account.pw_dir, labs)

        return become

    def user_env(self, env: dict) -> dict:
        """Return the environment of the learner's server."""
        account = self.account()
        env |= {"USER": account.pw_name, "HOME": account.pw_dir, "SHELL": account.pw_shell}
        return env | {"TMPDIR": f"{account.pw_dir}/tmp", "MPLCONFIGDIR": f"{account.pw_dir}/tmp"}

    async def stop(self, now: bool = False) -> None:
        """End the server, and then all that a learner's cells have started."""
        await super().stop(now)
        if left := await asyncio.to_thread(limits.end, self.user.name):
            self.log.warning("%s: still there after the end: %s", self.user.name, left)
