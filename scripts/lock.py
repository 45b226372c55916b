"""Write the hash-locked requirements files from pyproject.toml. For maintainers; needs uv.

    .venv/bin/python scripts/lock.py

No registry address may get into the files: where packages come from is the business of the
machine that installs them.
"""

import shutil
import subprocess
import sys

from environment import ROOT, VENV, give_up

FILES = {
    "requirements.txt": ["--no-default-groups"],
    "requirements-dev.txt": ["--only-group", "dev"],
    "requirements-demo.txt": ["--only-group", "demo"],
    "requirements-node.txt": ["--only-group", "node"],
}
HEADER = "# Written by `make lock` from pyproject.toml. Do not edit.\n"


def main() -> None:
    """Lock, then export each file."""
    uv = shutil.which("uv", path=f"{VENV / 'bin'}") or shutil.which("uv")
    if uv is None:
        give_up("需要 uv：.venv/bin/pip install uv", "uv is needed: .venv/bin/pip install uv")
    subprocess.run([uv, "lock", "--quiet", *sys.argv[1:]], cwd=ROOT, check=True)
    for name, options in FILES.items():
        text = exported([uv, "export", "--quiet", "--no-header", "--frozen", *options])
        if "://" in text:
            give_up(f"{name} 含有网址。", f"{name} would hold an address; nothing was written.")
        (ROOT / name).write_text(HEADER + text, encoding="utf-8")


def exported(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    main()
