"""The documented set of mutation operators, each with the student's fault that it imitates."""

from autograder.audit.operators import logic, numbers, places, calls  # noqa: F401, I001  # in order
from autograder.audit.operators.operator import OPERATORS, Operator, Place

__all__ = ["OPERATORS", "Operator", "Place"]
