"""The bank of design prompts of week 13, each with a rubric that a program can score.

The prompts lie in `interview_prompts.toml` beside this file. Every rubric asks for the nine steps
of the interview, and for what is peculiar to the prompt: points that an answer must make, sums
whose numbers must agree with each other, and decisions that exclude each other.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STEPS = (
    "business problem",
    "success metrics",
    "problem formulation",
    "architecture",
    "features",
    "data quality and bias",
    "baseline",
    "training pipeline",
    "evaluation",
)
"""The nine steps of a design interview, in the order in which they are taken."""

LEVELS = ("junior", "senior", "staff")

STEP_WEIGHT = 2
TOLERANCE = 0.25
"""Of a sum: what one may be off on the back of an envelope."""
PENALTY = 3

_FILE = Path(__file__).with_name("interview_prompts.toml")


@dataclass(frozen=True)
class Prompt:
    """One prompt of the bank."""

    key: str
    """A short name, unique in the bank."""
    title: str
    text: str
    """What the interviewer says, with the numbers that are given away freely."""
    points: dict[str, str]
    """What is peculiar to this prompt: the name of a point, and what to listen for."""
    levels: dict[str, str]
    """What a junior, a senior and a staff candidate would be expected to bring up."""
    rubric: dict[str, Any]
    """The rubric as `score_answer` of week 13 takes it."""


@cache
def _prompts() -> tuple[Prompt, ...]:
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))["prompt"]
    return tuple(_prompt(entry) for entry in found)


def _prompt(entry: dict[str, Any]) -> Prompt:
    points = {name: str(point["listen_for"]) for name, point in entry["points"].items()}
    steps = dict.fromkeys(STEPS, STEP_WEIGHT)
    steps |= {name: int(point["weight"]) for name, point in entry["points"].items()}
    rubric = {
        "steps": steps,
        "sums": [dict(entry_of_sum) for entry_of_sum in entry["sums"]],
        "tolerance": TOLERANCE,
        "conflicts": [tuple(pair) for pair in entry["conflicts"]],
        "penalty": PENALTY,
    }
    levels = {level: str(entry["levels"][level]) for level in LEVELS}
    return Prompt(entry["key"], entry["title"], entry["text"].strip(), points, levels, rubric)


def load() -> list[Prompt]:
    """The twenty prompts, in the order of the bank. The list is the caller's own."""
    return list(_prompts())
