"""`python -m wechat.simulator`: serve the phone and WeChat's API until interrupted."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from wechat.simulator.serving import running
from wechat.simulator.settings import (
    CannotStart,
    SimulatorSettings,
    account_from_environment,
    refuse_in_production,
)


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        refuse_in_production()
        settings = _settings(given)
        with running(settings) as simulator:
            sys.stdout.write(f"phone: {simulator.url}/  WeChat browser: {simulator.browser_url}/\n")
            sys.stdout.flush()
            _wait_until_told_to_stop()
    except CannotStart as reason:
        sys.stderr.write(f"The simulator does not start: {reason}.\n")
        return 2
    except (OSError, SystemExit):
        # Werkzeug has said which port is taken and then asks to exit.
        sys.stderr.write("The simulator does not start: choose others by --port/--browser-port.\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m wechat.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=5001)
    parser.add_argument("--browser-port", type=int, help="default: the port after --port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--app-url", required=True, help="such as http://127.0.0.1:5000")
    parser.add_argument("--data", type=Path, required=True, help="folder for what it remembers")
    parser.add_argument("--clock-file", type=Path, help="shared offset in whole seconds")
    parser.add_argument("--templates", type=Path, help="JSON list of the account's templates")
    parser.add_argument("--places", type=Path, help="JSON list of {place, latitude, longitude}")
    parser.add_argument("--account-name", default=SimulatorSettings.account_name)
    return parser


def _settings(given: argparse.Namespace) -> SimulatorSettings:
    account = account_from_environment()
    return SimulatorSettings(
        app_id=account["app_id"],
        app_secret=account["app_secret"],
        token=account["token"],
        encoding_aes_key=account["encoding_aes_key"],
        message_mode=account["message_mode"],
        app_url=given.app_url,
        data_folder=given.data,
        host=given.host,
        port=given.port,
        browser_port=given.browser_port or given.port + 1,
        clock_file=given.clock_file,
        templates_file=given.templates,
        places_file=given.places,
        account_name=given.account_name,
    )


def _wait_until_told_to_stop() -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


if __name__ == "__main__":
    sys.exit(main())
