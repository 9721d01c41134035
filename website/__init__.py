"""The course's website: a Sphinx extension of small parts, used by lectures/conf.py."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from website import (
    bibliography,
    commands,
    front,
    maths,
    modules,
    predict,
    progress,
    quiz,
    repository,
    terms,
    weeks,
)

PARTS = (
    bibliography,
    commands,
    front,
    maths,
    modules,
    predict,
    progress,
    quiz,
    repository,
    terms,
    weeks,
)
STATIC = Path(__file__).parent / "static"
# In this order: the first defines what the others use.
SCRIPTS = ("store.js", "predict.js", "quiz.js", "progress.js")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part, and serve scripts and style from the site."""
    for part in PARTS:
        part.setup(app)
    app.connect("config-inited", _serve_static)
    app.add_css_file("site.css")
    for script in SCRIPTS:
        app.add_js_file(script, loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _serve_static(app: Sphinx, config: Config) -> None:
    config.html_static_path.append(str(STATIC))
