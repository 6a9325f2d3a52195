"""The command line: parse, call, render, and map errors to exit statuses."""
