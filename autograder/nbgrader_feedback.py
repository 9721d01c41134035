"""nbgrader's feedback page, but for two things that nbgrader leaves no setting for.

Its list at the top calls every check cell "Test cell", and it fetches scripts from other hosts, so
that a student who opens it tells them so. Here it asks nothing of the network; a formula stays as
it was typed. `nbgrader_config.py` puts this exporter in the place of the stock one.
"""

import re
from typing import Any

from nbconvert.exporters import HTMLExporter

_ENTRY = re.compile(r'(<a href="#([\w-]+)-(checks|hidden)">)Test cell</a>')
_FETCHED = re.compile(r'<script[^>]*\ssrc="https?://[^>]*>\s*</script>')
_KINDS = {"checks": "checks", "hidden": "hidden checks"}


class FeedbackExporter(HTMLExporter):
    """The stock exporter, but check cells are listed by exercise and nothing is fetched."""

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own gives text as well
        self, *args: Any, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        page, resources = super().from_notebook_node(*args, **kwargs)
        page = _ENTRY.sub(lambda m: f"{m[1]}{m[2]}: {_KINDS[m[3]]}</a>", page)
        return _FETCHED.sub("", page), resources
