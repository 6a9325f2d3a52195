"""What servers offer to other programs: ask, search, read, list, verify, in bounded results."""
