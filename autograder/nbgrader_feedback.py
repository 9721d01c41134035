"""nbgrader's feedback page, whose list at the top calls every check cell "Test cell".

`nbgrader_config.py` puts this exporter in the place of the stock one; the page is otherwise its.
"""

import re
from typing import Any

from nbconvert.exporters import HTMLExporter

_ENTRY = re.compile(r'(<a href="#([\w-]+)-(checks|hidden)">)Test cell</a>')
_KINDS = {"checks": "checks", "hidden": "hidden checks"}


class FeedbackExporter(HTMLExporter):
    """The stock exporter, but check cells are listed by exercise."""

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own gives text as well
        self, *args: Any, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        page, resources = super().from_notebook_node(*args, **kwargs)
        return _ENTRY.sub(lambda m: f"{m[1]}{m[2]}: {_KINDS[m[3]]}</a>", page), resources
