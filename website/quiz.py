"""Self-check quizzes: data in lectures/quizzes/SLUG.yml, shown by the directive `quiz`.

    - id: implied-threshold
      question: Which entry of the cost matrix is most often forgotten?
      options:
        - {text: the correct alarm, right: true, why: It is seldom free.}
        - {text: the miss, right: false, why: It is the first that everybody names.}

One right option makes radio buttons, several make boxes to tick.
Question, options and explanations are MyST, so they may hold mathematics, links and glued values.
Answers stay in the reader's browser; static/quiz.js keeps them.
Without JavaScript every option is followed by a fold with its explanation.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from website.html import element, inline, raw, start


class QuizError(Exception):
    """The file of a quiz is not what this module's docstring says; the message says where."""


@dataclass(frozen=True)
class Option:
    """text: what can be chosen; right: whether it should be; why: the explanation of either."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """id: its name, unique in the quiz; question: its text; options: two or more, one right."""

    id: str
    question: str
    options: tuple[Option, ...]

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.right for option in self.options) > 1


def read(path: Path) -> tuple[Question, ...]:
    """The questions of a quiz. Raises QuizError for a file that is not one."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise QuizError(f"{path.name}: {problem}") from None
    if not isinstance(entries, list) or not entries:
        raise QuizError(f"{path.name}: a quiz is a list of questions")
    questions = tuple(
        _question(entry, f"{path.name}, question {n}") for n, entry in enumerate(entries, 1)
    )
    names = [question.id for question in questions]
    for name in names:
        if names.count(name) > 1:
            raise QuizError(f"{path.name}: there are two questions called {name!r}")
    return questions


def _question(entry: Any, where: str) -> Question:
    if not isinstance(entry, dict) or entry.keys() != {"id", "question", "options"}:
        raise QuizError(f"{where}: it has the keys id, question and options, and no others")
    if not isinstance(entry["options"], list):
        raise QuizError(f"{where}: options is a list")
    options = tuple(
        _option(option, f"{where}, option {n}") for n, option in enumerate(entry["options"], 1)
    )
    if len(options) < 2 or not any(option.right for option in options):
        raise QuizError(f"{where}: two or more options are needed, and one that is right")
    return Question(_text(entry["id"], where), _text(entry["question"], where), options)


def _option(entry: Any, where: str) -> Option:
    if not isinstance(entry, dict) or entry.keys() != {"text", "right", "why"}:
        raise QuizError(f"{where}: it has the keys text, right and why, and no others")
    if not isinstance(entry["right"], bool):
        raise QuizError(f"{where}: right is true or false")
    return Option(_text(entry["text"], where), entry["right"], _text(entry["why"], where))


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise QuizError(f"{where}: {value!r} is no text")
    return value.strip()


class Quiz(SphinxDirective):
    """The directive `quiz`; its argument is the slug of a week."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        slug = self.arguments[0]
        path = Path(self.env.srcdir) / "quizzes" / f"{slug}.yml"
        self.env.note_dependency(str(path))
        try:
            questions = read(path)
        except (OSError, QuizError) as problem:
            raise self.error(str(problem)) from None
        catalogue(self.env)[slug] = (self.env.docname, tuple(q.id for q in questions))
        shown = [node for n, question in enumerate(questions) for node in self._shown(question, n)]
        score = raw('<p class="quiz-score" role="status"></p>')
        return element("div", [*shown, score], class_="quiz", data_quiz=slug)

    def _shown(self, question: Question, number: int) -> list[nodes.Node]:
        """One question as a group of controls."""
        legend, rest = inline(self.parse_text_to_nodes(question.question))
        name = f"quiz-{question.id}"
        options = [
            node
            for place, option in enumerate(question.options)
            for node in self._option(option, f"{name}-{place}", name, several=question.several)
        ]
        return element(
            "fieldset",
            [
                *element("legend", [raw(f"<b>{number + 1}.</b> "), *legend]),
                *rest,
                *([raw("<p>Choose all that apply.</p>")] if question.several else []),
                *options,
                raw(
                    '<p><button type="button" class="quiz-check" hidden>Check</button>'
                    ' <span class="quiz-verdict" role="status"></span></p>'
                ),
            ],
            class_="quiz-question",
            data_question=question.id,
        )

    def _option(self, option: Option, field: str, name: str, *, several: bool) -> list[nodes.Node]:
        label, rest = inline(self.parse_text_to_nodes(option.text))
        verdict = "Right." if option.right else "Wrong."
        why, more = inline(self.parse_text_to_nodes(option.why))
        # Browsers take no name for a control from MathML, so a formula is read as its source.
        formulas = any(node.next_node(nodes.math) for node in label)
        control = start(
            "input",
            type="checkbox" if several else "radio",
            name=name,
            id=field,
            aria_label=option.text if formulas else None,
        )
        return element(
            "div",
            [
                raw(control),
                *element("label", label, for_=field),
                *rest,
                *element(
                    "details",
                    [
                        raw(f"<summary>Is it?</summary><p><b>{verdict}</b> "),
                        *why,
                        raw("</p>"),
                        *more,
                    ],
                    class_="quiz-why",
                ),
            ],
            class_="quiz-option",
            data_right="true" if option.right else "false",
        )


def catalogue(env: Any) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Page and question ids of all quizzes read so far, by slug."""
    if not hasattr(env, "mlsd_quizzes"):
        env.mlsd_quizzes = {}
    found: dict[str, tuple[str, tuple[str, ...]]] = env.mlsd_quizzes
    return found


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the quizzes of a page that is read anew or is gone."""
    found = catalogue(env)
    for slug in [slug for slug, (page, _) in found.items() if page == docname]:
        del found[slug]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("quiz", Quiz)
    app.connect("env-purge-doc", forget)
