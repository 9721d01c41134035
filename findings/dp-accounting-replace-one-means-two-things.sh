#!/usr/bin/env bash
# WHAT: of the same Gaussian noise under the same relation REPLACE_ONE, dp-accounting's two
#   accountants give epsilon 4.89 (PLD) and 2.42 (RDP): the first takes the noise for that of a
#   sensitivity of one added row and doubles it, the second counts it as before. dp-accounting
#   0.6.0, run on 2026-11-29; not reported yet. Guess before: two bounds of one number, near each
#   other. Control: ADD_OR_REMOVE_ONE, where they are, and the exact epsilon for sensitivities 1 and 2.
# WHY IT MATTERS: whoever changes the accountant halves or doubles what is promised to people, in code
#   that runs without a warning and in a report that names the same relation.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check dp-accounting==0.6.0
"$room/venv/bin/python" - <<'END'
from math import exp

from dp_accounting import GaussianDpEvent, NeighboringRelation
from dp_accounting.pld import PLDAccountant
from dp_accounting.rdp import RdpAccountant
from scipy.optimize import brentq
from scipy.stats import norm

SIGMA, DELTA = 2.0, 1e-6


def exact(sensitivity):
    """Epsilon of Gaussian noise at DELTA (Balle and Wang, 2018, theorem 8)."""
    half = sensitivity / (2 * SIGMA)

    def delta(e):
        drift = e * SIGMA / sensitivity
        return norm.cdf(half - drift) - exp(e) * norm.cdf(-half - drift)

    return brentq(lambda e: delta(e) - DELTA, 1e-6, 50)


found = {}
for accountant in (PLDAccountant, RdpAccountant):
    for relation in (NeighboringRelation.ADD_OR_REMOVE_ONE, NeighboringRelation.REPLACE_ONE):
        epsilon = accountant(neighboring_relation=relation).compose(GaussianDpEvent(SIGMA)).get_epsilon(DELTA)
        found[accountant.__name__, relation.name] = epsilon
        print(f"{accountant.__name__:14} {relation.name:18} epsilon {epsilon:.2f}")
print(f"exact, for a sensitivity of 1: {exact(1):.2f}; of 2: {exact(2):.2f}")
add, replace = "ADD_OR_REMOVE_ONE", "REPLACE_ONE"
assert abs(found["PLDAccountant", add] - exact(1)) < 0.01
assert exact(1) <= found["RdpAccountant", add] < 1.15 * exact(1)
assert abs(found["PLDAccountant", replace] - exact(2)) < 0.01
assert found["RdpAccountant", replace] == found["RdpAccountant", add]
END
