"""Predict first: commit to a number or a choice before the page tells what was measured.

    ```{predict} w02-bytes-read
    :answer: w02-bytes-ratio
    :unit: times smaller
    :low: 0
    :high: 20
    How much smaller is the answer of the column layout?
    ```

`answer` names a value that a cell of the page glued: a plain number as text or, with
`:choices: A | B | C`, the text of the right one. So an answer is never typed into a page.
Predictions stay in the reader's browser; static/predict.js keeps them. Without JavaScript the
question is followed by a fold with the answer.
"""

import ast
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from website.html import element, raw, start, veiled


@dataclass(frozen=True)
class Prediction:
    """One question of a page, as the page "your predictions" lists it.

    key: its name, unique on the site; docname: the page it stands on; question: its plain text;
    answer: what was measured, veiled; unit: of the answer, may be empty;
    choices: what there is to choose from, empty for a number.
    """

    key: str
    docname: str
    question: str
    answer: str
    unit: str
    choices: tuple[str, ...]


def plain_number(text: str) -> float:
    """The number that a glued text shows; thousands may be marked by commas.

    Raises ValueError for anything else, so that a page cannot ask for what it cannot compare.
    """
    number = float(text.replace(",", ""))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"{text!r} is no finite number")
    return number


def glued_text(data: Mapping[str, str]) -> str:
    """The text of a glued value; a glued string is kept as Python writes it, in quotes."""
    text = data.get("text/plain", "")
    return str(ast.literal_eval(text)) if text[:1] in ("'", '"') else text


def choices(text: str) -> tuple[str, ...]:
    """`A | B | C`: two or more distinct choices. Raises ValueError, as options do."""
    found = tuple(part.strip() for part in text.split("|"))
    if len(found) < 2 or len(set(found)) < len(found) or not all(found):
        raise ValueError("two or more distinct choices are needed, with | between them")
    return found


class Predict(SphinxDirective):
    """The directive `predict`; its argument is the key of the question."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "answer": directives.unchanged_required,
        "unit": directives.unchanged_required,
        "low": plain_number,
        "high": plain_number,
        "choices": choices,
    }

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        key = self.arguments[0]
        others = catalogue(self.env)
        if key in others:
            raise self.error(f"There are two predictions called {key!r}.")
        options: tuple[str, ...] = self.options.get("choices", ())
        answer = self._answer(options)
        question = self.parse_content_to_nodes()
        text = " ".join(node.astext().replace("\n", " ") for node in question)
        unit = self.options.get("unit", "")
        others[key] = Prediction(key, self.env.docname, text, veiled(answer), unit, options)
        title = f"predict-{key}-title"
        return element(
            "div",
            [
                raw(f'<p class="predict-title" id="{escape(title)}">Predict first</p>'),
                *question,
                raw(_form(key, options, unit)),
                raw(_fold(f"{answer} {unit}".strip())),
            ],
            class_="predict",
            id=f"predict-{key}",
            role="group",
            aria_labelledby=title,
            data_predict=key,
            data_answer=veiled(answer),
            data_unit=unit,
            data_low=self.options.get("low"),
            data_high=self.options.get("high"),
        )

    def _answer(self, options: tuple[str, ...]) -> str:
        """What was measured on this page. Raises the error of a directive if it cannot be used."""
        name = self.options.get("answer", "")
        try:
            text = glued_text(retrieve_glue_data(self.state.document, name).data)
        except RetrievalError:
            raise self.error(f"No cell of this page glues the answer {name!r}.") from None
        if options:
            if text not in options:
                raise self.error(f"The answer {text!r} is none of the choices.")
            return text
        low, high = self.options.get("low"), self.options.get("high")
        if (low is None) != (high is None) or (low is not None and low >= high):
            raise self.error("A scale has both ends, :low: below :high:.")
        try:
            number = plain_number(text)
        except ValueError:
            raise self.error(f"The answer {name!r} is {text!r}, not a plain number.") from None
        if low is not None and not low <= number <= high:
            raise self.error(f"The answer {text} lies outside the scale from {low} to {high}.")
        return text


def _form(key: str, options: tuple[str, ...], unit: str) -> str:
    """The controls, which are of use with JavaScript only, and are hidden until it runs."""
    field = escape(f"predict-{key}-field")
    if options:
        radios = "".join(
            f'<label class="predict-choice">'
            f"{start('input', type='radio', name=field, value=option, required=True)} "
            f"{escape(option)}</label>"
            for option in options
        )
        control = f"<fieldset><legend>Your choice</legend>{radios}</fieldset>"
    else:
        control = (
            f'<label for="{field}">Your prediction</label> '
            f'<input type="text" inputmode="decimal" autocomplete="off" id="{field}"'
            f' aria-describedby="{field}-problem">'
            f' <span class="predict-unit">{escape(unit)}</span>'
            f'<p class="predict-problem" id="{field}-problem" role="alert"></p>'
        )
    return (
        f'<form class="predict-form" hidden novalidate>{control}'
        '<p class="predict-buttons"><button type="submit" class="predict-commit">Commit</button>'
        ' <button type="button" class="predict-skip">Show without predicting</button></p></form>'
        '<div class="predict-result" role="status"></div>'
    )


def _fold(answer: str) -> str:
    return (
        '<details class="predict-fold"><summary>Answer</summary>'
        f"<p>Measured: {escape(answer)}</p></details>"
    )


def catalogue(env: Any) -> dict[str, Prediction]:
    """All predictions read so far, by key."""
    if not hasattr(env, "mlsd_predictions"):
        env.mlsd_predictions = {}
    found: dict[str, Prediction] = env.mlsd_predictions
    return found


def records(env: BuildEnvironment) -> list[dict[str, Any]]:
    """All predictions in the order of the pages, each page's in the order of the page."""
    order = {name: place for place, name in enumerate(sorted(env.found_docs))}
    return [asdict(p) for p in sorted(catalogue(env).values(), key=lambda p: order[p.docname])]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the predictions of a page that is read anew or is gone."""
    found = catalogue(env)
    for key in [key for key, prediction in found.items() if prediction.docname == docname]:
        del found[key]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("predict", Predict)
    app.connect("env-purge-doc", forget)
