"""The `mlsd` command, one module for each kind of work."""

from autograder.cli.command import app, main

__all__ = ["app", "main"]
