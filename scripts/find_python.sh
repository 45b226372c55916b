#!/bin/sh
# Print the first Python that runs and is new enough; otherwise a sentence that says what to do.
# A name on PATH is no proof: version managers leave names behind that start nothing.
enough='import sys; sys.exit(sys.version_info < (3, 11))'
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
    if "$candidate" -c "$enough" >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
    found=${found:-$("$candidate" --version 2>/dev/null)}
done
{
    echo "需要 Python 3.11 或更新的版本${found:+（这台机器上是 $found）}。请安装后再试，例如：sudo apt install python3 python3-venv，或用 PYTHON=/路径/python3.12 make … 指定。"
    echo "Python 3.11 or newer is needed${found:+ (this machine has $found)}. Install it and try again, for example: sudo apt install python3 python3-venv, or name it with PYTHON=/path/to/python3.12 make …"
} >&2
exit 1
