"""Test that the README tells a newcomer what the machines really run."""

import re

COMMANDS = ("make html", "make test")


def commands_in(text):
    return re.findall(r"^(?:    |\$ )?(make [a-z]+)", text, flags=re.MULTILINE)


def test_readme_names_the_two_commands(root):
    readme = root / "README.md"
    assert readme.exists(), "README.md is missing"
    found = commands_in(readme.read_text(encoding="utf-8"))
    assert [command for command in COMMANDS if command not in found] == []


def test_continuous_integration_runs_the_readmes_command(root):
    for path in (root / ".ci" / "run", root / ".github" / "workflows" / "site.yml"):
        assert path.exists(), f"{path.name} is missing"
        assert re.search(r"\bmake test\b|\.ci/run\b", path.read_text(encoding="utf-8")), path.name
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for command in COMMANDS:
        target = command.split()[1]
        assert re.search(rf"^{target}\b.*:", makefile, flags=re.MULTILINE), f"no target {target}"
