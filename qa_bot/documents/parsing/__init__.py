"""What several loaders need: encodings, zip archives, XML, parsers in a process of their own."""
