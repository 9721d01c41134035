"""The page "your predictions": how well calibrated the reader is, from what the browser kept.

The page carries a list of all predictions and quizzes of the site; static/progress.js fills it.
"""

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from website import predict, quiz
from website.html import raw


class progress(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils is untyped
    """Where the list is put once all pages have been read."""


class YourPredictions(SphinxDirective):
    """The directive `your-predictions`."""

    def run(self) -> list[nodes.Node]:
        return [progress()]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list of questions where the directive stood."""
    for place in list(doctree.findall(progress)):
        # "</" would end the script element early.
        data = json.dumps(listing(app, docname), ensure_ascii=False).replace("</", "<\\/")
        place.replace_self(
            raw(
                '<div class="progress-page" data-progress>'
                '<p class="progress-waiting">This page needs JavaScript: '
                "your answers are kept in your browser, and nowhere else.</p></div>"
                f'<script type="application/json" id="mlsd-questions">{data}</script>'
            )
        )


def listing(app: Sphinx, docname: str) -> dict[str, list[dict[str, Any]]]:
    """Predictions and quizzes of the site, with links that hold on the page `docname`."""

    def place(page: str) -> dict[str, str]:
        return {
            "href": app.builder.get_relative_uri(docname, page),
            "title": app.env.titles[page].astext(),
        }

    return {
        "predictions": [
            {
                **{name: value for name, value in record.items() if name != "docname"},
                **place(record["docname"]),
            }
            for record in predict.records(app.env)
        ],
        "quizzes": [
            {"slug": slug, "ids": list(ids), **place(page)}
            for slug, (page, ids) in sorted(quiz.catalogue(app.env).items())
        ],
    }


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(progress)
    app.add_directive("your-predictions", YourPredictions)
    app.connect("doctree-resolved", fill)
