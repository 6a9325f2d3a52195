"""PDF: text in reading order, from the characters' places on each page."""
