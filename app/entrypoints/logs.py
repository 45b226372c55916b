"""What the program says while it runs: one JSON object a line, with the request's id, no people.

What we log names endpoints and ids. What other people's exceptions and libraries may carry
(phones, ID numbers, tokens in addresses, the values of a refused row) is masked here, as a second
net.
"""

import logging
import re

import structlog
from flask.logging import wsgi_errors_stream
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

_NOT_IN_A_WORD = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
MASKS = (
    (re.compile(_NOT_IN_A_WORD.format(r"[1-9]\d{16}[\dXx]")), "[id number]"),
    (re.compile(_NOT_IN_A_WORD.format(r"1[3-9]\d{9}")), "[phone]"),
    (re.compile(r"\b(\w*(?:token|secret|code|ticket|signature))=[^&\s\"']+"), r"\1=[secret]"),
    # PostgreSQL names the values of a row that it refuses.
    (re.compile(r"(Key \([^)]*\))=\([^)]*\)"), r"\1=([values])"),
    (re.compile(r"(Failing row contains) \(.*?\)\."), r"\1 ([values])."),
)
BEFORE: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def masked(text: str) -> str:
    """The text without what might be somebody's."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


class MaskingFormatter(ProcessorFormatter):
    """Masks the whole line, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def _line_writer(log_format: str) -> MaskingFormatter:
    if log_format == "json":
        last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
        steps: list[Processor] = [structlog.processors.format_exc_info, last]
    else:
        steps = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=_plain)]
    return MaskingFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, *steps],
        foreign_pre_chain=list(BEFORE),
    )


_plain = structlog.dev.plain_traceback


class OurHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """The one handler of ours; putting the house together again replaces it."""


def install_logs(log_format: str) -> None:
    """Write everything from INFO up to standard error in one format: json | text."""
    structlog.configure(
        processors=[
            *BEFORE,
            structlog.stdlib.PositionalArgumentsFormatter(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = OurHandler(wsgi_errors_stream)
    handler.setFormatter(_line_writer(log_format))
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, OurHandler)]:
        root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("urllib3", "alembic", "tencentcloud_sdk_common"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
