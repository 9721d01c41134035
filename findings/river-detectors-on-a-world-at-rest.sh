#!/usr/bin/env bash
# WHAT: on errors drawn independently at a constant rate of 20 %, river's EDDM reports a drift about 14
#   times in 5,000 values, its DDM and HDDM about once in four such streams; KSWIN about 7 times on
#   5,000 draws of one normal distribution, Page-Hinkley about 3 times. All with default settings.
#   river 0.26.1, run on 2026-11-29. Guess before: below one for each of them.
# WHY IT MATTERS: a model that is retrained at each alarm of such a detector is retrained by chance.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check river==0.26.1
"$room/venv/bin/python" - <<'END'
from importlib.metadata import version

import numpy as np
from river import drift


def alarms(make, draw, seeds=30):
    counts = []
    for seed in range(seeds):
        detector, count = make(), 0
        for value in draw(np.random.default_rng(seed)):
            detector.update(value)
            count += bool(detector.drift_detected)
        counts.append(count)
    return float(np.mean(counts))


def errors(rng):
    return [bool(x) for x in rng.random(5000) < 0.2]


def normal(rng):
    return rng.normal(size=5000)


found = {name: alarms(getattr(drift.binary, name), errors) for name in ("DDM", "EDDM", "HDDMA", "HDDMW")}
found["KSWIN"] = alarms(lambda: drift.KSWIN(seed=1), normal, seeds=10)
found["PageHinkley"] = alarms(drift.PageHinkley, normal)
found["ADWIN"] = alarms(drift.ADWIN, normal)
print("river", version("river"), "false alarms in 5,000 values:", {k: round(v, 1) for k, v in found.items()})
assert found["EDDM"] > 8 and found["KSWIN"] > 4 and found["PageHinkley"] > 1
assert max(found["DDM"], found["HDDMA"], found["HDDMW"], found["ADWIN"]) < 1
END
