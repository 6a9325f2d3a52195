"""What loaders share: encodings, zip archives, XML, parsers in child processes."""
