"""Our own sentences in HTML: text in `backticks` becomes code, everything else stays text."""

import re
from html import escape

from autograder.report import CheckOutcome, Verdict
from autograder.words import printable

_CODE = re.compile(r"`([^`\n]+)`")


def html(text: str) -> str:
    """The text, escaped, with a code element for each pair of backticks on a line."""
    return _CODE.sub(r"<code>\1</code>", escape(printable(text)))


def message_html(outcome: CheckOutcome, message: str) -> str:
    """The message of an outcome, or its beginning; the words of a student's error are no markup."""
    raised = outcome.verdict is Verdict.RAISED
    return escape(printable(message)) if raised else html(message)
