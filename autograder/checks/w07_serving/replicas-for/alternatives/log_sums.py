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
    if not 0 < quantile < 1 or rate <= 0 or service_time <= 0 or wait_limit < 0:
        raise ValueError("impossible")
    low = int(np.floor(rate * service_time))
    high = low + 1
    while wait_probability(high, rate, service_time, wait_limit) > 1 - quantile:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if wait_probability(middle, rate, service_time, wait_limit) > 1 - quantile:
            low = middle
        else:
            high = middle
    return high
