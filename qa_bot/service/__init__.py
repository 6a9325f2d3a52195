"""What servers offer other programs: ask, search, read, list, verify; results are bounded."""
