"""Tools for developers: benchmarks, training, fitting. Not part of the wheel."""
