"""Sources: what a user names (a file, a folder, a URL, standard input), and its bytes."""
