"""The terminal: streams, colour and width, and answers as readable text."""
