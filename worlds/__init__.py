"""The data sets and simulators that the course runs on; they know nothing of grading."""
