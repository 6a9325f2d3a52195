"""Benchmarks: qa-bot beside plain scripts and other libraries, in turn, in one run."""
