"""Running code that nobody trusts: one locked-down process for each submission.

Start reading at `tiers.open_sandbox`, which chooses how to confine by trying the attacks, then
`session.Session`, which is what a judge works with::

    from autograder.sandbox.limits import Limits
    from autograder.sandbox.tiers import open_sandbox

    sandbox = open_sandbox()
    with sandbox.template, sandbox.template.spawn(Limits()) as session:
        outcome = session.run_cell("def f(x):\\n    return 2 * x")
        session.call("f", [21])

Each module's docstring names the attack that it stops:

- `identity`, `namespaces`, `view`, `landlock`, `seccomp` (with `syscalls`): the layers;
  `confine` puts them on in order; `limits`, `watch`, `channel`: what may be used, and for how long.
- `template` is the warm process, `launch` its handle, `workspace` what students find inside.
- `wire`, `encode`, `decode`, `records`, `handles`, `raised`, `replies`: what may come back.
- `worker` and `shell` run inside, with student code, and are not trusted.
"""
