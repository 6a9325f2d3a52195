"""Files that are text: plain text, Markdown, transcripts, subtitles."""
