"""What only developers run: benchmarks, training, fitting. Not part of the wheel."""
