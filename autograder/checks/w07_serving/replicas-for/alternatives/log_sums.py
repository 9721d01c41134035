from bisect import bisect_left

import numpy as np
from scipy.special import gammaln, logsumexp


def wait_probability(servers, rate, service_time, wait_limit):
    if servers < 1:
        raise ValueError("servers")
    if rate <= 0 or service_time <= 0 or wait_limit < 0:
        raise ValueError("rate, service_time or wait_limit")
    a = rate * service_time
    if a >= servers:
        return 1.0
    k = np.arange(servers + 1)
    logs = k * np.log(a) - gammaln(k + 1)
    logs[servers] -= np.log1p(-a / servers)
    log_busy = logs[servers] - logsumexp(logs)
    return float(np.exp(log_busy - (servers - a) * wait_limit / service_time))


def replicas_for(rate, service_time, wait_limit, quantile):
    if not 0 < quantile < 1:
        raise ValueError("impossible")
    numbers = range(1, 2001)

    def enough(servers):
        return wait_probability(servers, rate, service_time, wait_limit) <= 1 - quantile

    return numbers[bisect_left(numbers, True, key=enough)]
