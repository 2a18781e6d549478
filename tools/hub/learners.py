"""Who may come in, and what each gets: a user of the system, a home, a copy of the labs."""

import hashlib
import hmac
import json
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import limits
from jupyterhub.auth import Authenticator
from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Unicode

PREFIX = "lab-"  # of the system's users, so that no learner is somebody else here


class Learners(Authenticator):
    """Those on the list come in, each with the password that they chose at their first time.

    jupyterhub-firstuseauthenticator does the same, but its pages fail with JupyterHub 6. To let
    somebody choose again, delete the name's line in passwords.json.
    """

    passwords = Unicode(help="the file with what is kept of the passwords", config=True)

    def normalize_username(self, username: str) -> str:
        """Return the name as the list has it: phones like to begin with a capital."""
        return username.strip().lower()

    async def authenticate(self, handler, data: dict) -> str | None:
        """Return the name if the password is the one of the first time, or this is the first."""
        name, password = self.normalize_username(data["username"]), data["password"]
        if name not in self.allowed_users or len(password) < 4:
            return None
        path = Path(self.passwords)
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        salt, _, wanted = kept.get(name, f"{os.urandom(16).hex()} ").partition(" ")
        found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()
        if wanted:
            return name if hmac.compare_digest(found, wanted) else None
        kept[name] = f"{salt} {found}"
        new = path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(kept, indent=0), "utf-8")
        new.replace(path)
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

    def prepare(self) -> pwd.struct_passwd:
        """Make home and labs, for the learner's eyes only; keep what is there already."""
        account = self.account()
        home, labs = Path(account.pw_dir), Path(account.pw_dir, "labs")
        home.chmod(0o700)
        if not labs.exists():
            shutil.copytree(self.labs, labs)
        (home / "tmp").mkdir(exist_ok=True)
        for path in (home / "tmp", labs, *labs.rglob("*")):
            if path.lstat().st_uid != account.pw_uid:
                os.lchown(path, account.pw_uid, account.pw_gid)
        limits.make(self.user.name)
        return account

    def make_preexec_fn(self, name: str):
        """Return what the new process does first: enter the group, then become the learner."""
        account, learner = self.prepare(), self.user.name

        def become() -> None:
            limits.enter(learner)
            os.initgroups(account.pw_name, account.pw_gid)
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            os.umask(0o077)
            os.chdir(account.pw_dir)

        return become

    def user_env(self, env: dict) -> dict:
        """Return the environment of the learner's server."""
        account = self.account()
        env |= {"USER": account.pw_name, "HOME": account.pw_dir, "SHELL": account.pw_shell}
        return env | {"TMPDIR": f"{account.pw_dir}/tmp", "MPLCONFIGDIR": f"{account.pw_dir}/tmp"}

    async def stop(self, now: bool = False) -> None:
        """End the server, and then all that a learner's cells have started."""
        await super().stop(now)
        if left := limits.end(self.user.name):
            self.log.warning("%s: still there after the end: %s", self.user.name, left)
