"""What a person has given a submission in formgrader: points and comments, by cell."""

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Marks:
    """scores: points by the grade_id of a memo or check cell; comments: by that of a memo or
    exercise.
    """

    scores: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells them from others; empty if there are none."""
        if not self.scores and not self.comments:
            return ""
        text = json.dumps(vars(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
