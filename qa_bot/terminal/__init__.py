"""The terminal: streams, color and width, and answers as readable text."""
