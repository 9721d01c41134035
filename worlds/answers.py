"""Whether what a system hands back has the agreed form; if not, one sentence that says why."""

from typing import Any

import numpy as np

from worlds.serving import SOURCES

GROUPS = ("small", "large")
COUNTS = ("messages", "duplicates", "predictions", "labels")


class WrongForm(Exception):
    """What came back is not what was agreed; the sentence is for whoever wrote the system."""


def answers_in_form(requests: list[dict[str, Any]], answers: Any) -> list[tuple[float, bool, str]]:
    """p_late, act and source of one answer a request, in order. Raises WrongForm."""
    if type(answers) is not list:
        raise WrongForm(f"predict is to return a list, not {_kind(answers)}.")
    if len(answers) != len(requests):
        raise WrongForm(f"predict returned {len(answers)} answers to {len(requests)} requests.")
    return [_answer(request, answer) for request, answer in zip(requests, answers, strict=True)]


def _answer(request: dict[str, Any], answer: Any) -> tuple[float, bool, str]:
    asked = request["flight_id"]
    if type(answer) is not dict:
        raise WrongForm(f"An answer is a dict, not {_kind(answer)}.")
    missing = [name for name in ("flight_id", "p_late", "act", "source") if name not in answer]
    if missing:
        raise WrongForm(f"The answer about {asked} lacks {' and '.join(missing)}.")
    flight_id, p_late, act = answer["flight_id"], answer["p_late"], answer["act"]
    if type(flight_id) is not str or flight_id != asked:
        said = repr(flight_id) if type(flight_id) is str else _kind(flight_id)
        raise WrongForm(f"The answers are not in the order of the requests: {asked} got {said}.")
    if not _is_number(p_late) or not 0 <= p_late <= 1:
        said = repr(float(p_late)) if _is_number(p_late) else _kind(p_late)
        raise WrongForm(f"p_late of {asked} is a number from 0 to 1, not {said}.")
    if not isinstance(act, bool | np.bool_):
        raise WrongForm(f"act of {asked} is True or False, not {_kind(act)}.")
    source = answer["source"]
    if type(source) is not str or source not in SOURCES:
        said = repr(source) if type(source) is str else _kind(source)
        raise WrongForm(f"source of {asked} is one of {', '.join(SOURCES)}, not {said}.")
    return float(p_late), bool(act), source


def decision_in_form(decision: Any) -> bool:
    """What `retrain` decided of an offer. Raises WrongForm."""
    accepted = decision.get("accepted") if type(decision) is dict else None
    if not isinstance(accepted, bool | np.bool_):
        raise WrongForm('retrain is to return {"accepted": True} or {"accepted": False}.')
    return bool(accepted)


def report_in_form(report: Any, date: str) -> dict[str, Any]:
    """A day's report, as plain numbers and texts. Raises WrongForm."""
    if type(report) is not dict:
        raise WrongForm(f"report is to return a dict, not {_kind(report)}.")
    missing = [name for name in ("date", *COUNTS, "cost", "alarms", *GROUPS) if name not in report]
    if missing:
        raise WrongForm(f"The report lacks {' and '.join(missing)}.")
    if type(report["date"]) is not str or report["date"] != date:
        raise WrongForm(f"The report of {date} has another date.")
    alarms = report["alarms"]
    if type(alarms) is not list or not all(type(name) is str for name in alarms):
        raise WrongForm("alarms is a list of texts.")
    if alarms != sorted(set(alarms)):
        raise WrongForm("alarms is sorted, and has each name once.")
    kept: dict[str, Any] = {"date": date, "alarms": list(alarms)}
    for name in COUNTS:
        kept[name] = _count(name, report[name])
    kept["cost"] = _amount("cost", report["cost"])
    for group in GROUPS:
        part = report[group]
        if type(part) is not dict or not {"flights", "cost"} <= set(part):
            raise WrongForm(f"{group} is a dict with flights and cost.")
        flights = _count(f"{group}'s flights", part["flights"])
        kept[group] = {"flights": flights, "cost": _amount(f"{group}'s cost", part["cost"])}
    return kept


def journal_in_form(journal: Any) -> list[str]:
    """A journal as a list of texts. Raises WrongForm."""
    if type(journal) is not list:
        raise WrongForm(f"journal is a list of texts, not {_kind(journal)}.")
    if not all(type(text) is str for text in journal):
        raise WrongForm("journal is a list of texts, and one of its entries is none.")
    return list(journal)


def _count(name: str, value: Any) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 0:
        raise WrongForm(f"{name} is a whole number from 0.")
    return int(value)


def _amount(name: str, value: Any) -> float:
    if not _is_number(value) or not np.isfinite(value):
        raise WrongForm(f"{name} is a finite number.")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _kind(value: Any) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"
