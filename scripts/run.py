"""Run the demo: the site, its worker and the WeChat simulator, until Ctrl-C.

    [PORT=5000] .venv/bin/python scripts/run.py

Everything it makes is in instance/ and stays there; deleting that folder starts afresh.
"""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import FrameType
from typing import NoReturn

from children import Child, Children
from demo_settings import HOST, INSTANCE, Ports, free_ports, settings
from environment import PYTHON, ROOT, give_up, say

START_SECONDS = 60
TEMPLATES = INSTANCE / "templates.json"  # how the simulator names the fields of our notices


def main() -> None:
    """Prepare the database, start everything, wait until it answers, and stay."""
    ports = free_ports()
    environment = settings(ports)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    try:
        prepare(environment)
        with Children(environment, INSTANCE / "logs") as children:
            start(children, ports)
            wait_until_ready(children, ports)
            flask(environment, "wechat", "menu", "push")
            say(welcome(ports, flask(environment, "demo", "accounts")))
            watch(children)
    except KeyboardInterrupt:
        say("\n已停止，数据保留在 instance/。/ Stopped; the data stays in instance/.")


def interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    """A closed terminal or a polite kill ends the demo as Ctrl-C does."""
    raise KeyboardInterrupt


def prepare(environment: Mapping[str, str]) -> None:
    """Bring the database up to date and load the demo district, unless it is there already."""
    say("正在准备数据库和演示数据 … / Preparing the database and the demo district …")
    flask(environment, "db", "upgrade")
    flask(environment, "demo", "load")
    TEMPLATES.write_text(flask(environment, "wechat", "templates"), encoding="utf-8")


def flask(environment: Mapping[str, str], *words: str) -> str:
    """Run one of the app's commands and return what it said; gives up when it fails."""
    command = [str(PYTHON), "-m", "flask", *words]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        name = " ".join(words)
        give_up(f"{done.stdout}\n命令 flask {name} 失败，原因见上。", f"`flask {name}` failed.")
    return done.stdout


def start(children: Children, ports: Ports) -> None:
    """The simulator first, for the others talk to it."""
    python = str(PYTHON)
    children.start("simulator", [python, "-m", "wechat.simulator", *simulator_options(ports)])
    children.start("web", [python, "-m", "granian", *server_options(ports), "app:create_app"])
    children.start("worker", [python, "-m", "flask", "worker"])


def simulator_options(ports: Ports) -> list[str]:
    return [
        *("--host", HOST, "--port", str(ports.simulator), "--browser-port", str(ports.browser)),
        *("--app-url", ports.url(ports.app), "--data", str(INSTANCE / "simulator")),
        *("--clock-file", str(INSTANCE / "clock"), "--templates", str(TEMPLATES)),
    ]


def server_options(ports: Ports) -> list[str]:
    """One blocking thread a worker, a worker a core: the fastest and safest that was measured."""
    workers = max(2, os.cpu_count() or 1)
    return [
        *("--interface", "wsgi", "--factory", "--host", HOST, "--port", str(ports.app)),
        *("--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"),
    ]


def wait_until_ready(children: Children, ports: Ports) -> None:
    """Until the app is ready (database, worker) and the simulator answers."""
    say("正在启动网站、后台任务和微信模拟器 … / Starting the site, the worker and the simulator …")
    deadline = time.monotonic() + START_SECONDS
    waiting_for = [
        f"{ports.url(ports.simulator)}/simulator/api/health",
        f"{ports.url(ports.app)}/readyz",
    ]
    while waiting_for:
        if answers(waiting_for[0]):
            waiting_for.pop(0)
            continue
        if fallen := children.dead():
            mourn(fallen)
        if time.monotonic() > deadline:
            give_up(
                f"{waiting_for[0]} 在 {START_SECONDS} 秒内没有就绪，请看 instance/logs/。",
                f"{waiting_for[0]} was not ready in {START_SECONDS} s; see instance/logs/.",
            )
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:  # noqa: S310 - our own addresses
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def watch(children: Children) -> NoReturn:
    """Stay until Ctrl-C, or until one of them dies."""
    while True:
        if fallen := children.dead():
            mourn(fallen)
        time.sleep(0.5)


def mourn(child: Child) -> NoReturn:
    """Say who died and what it said last; the others are stopped on the way out."""
    code = child.process.returncode
    give_up(
        f"\n{child.name} 意外退出（代码 {code}），其余进程一并停止。它最后的输出：\n{child.tail()}",
        f"{child.name} ended unexpectedly (code {code}); the others are stopped too. "
        f"All it said is in {child.log.relative_to(ROOT)}.",
    )


def welcome(ports: Ports, accounts: str) -> str:
    return f"""
  好人 已就绪 / Haoren is ready

  手机模拟器 phone     {ports.url(ports.simulator)}/
  工作台     console   {ports.url(ports.app)}/console/
  公众页面   public    {ports.url(ports.app)}/

{accounts.rstrip()}

  按 Ctrl-C 停止，数据保留在 instance/。/ Ctrl-C stops it; the data stays in instance/.
"""


if __name__ == "__main__":
    main()
