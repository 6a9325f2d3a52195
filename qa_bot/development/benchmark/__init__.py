"""Benchmarks: qa-bot compared with plain scripts and other libraries, alternating in one run."""
