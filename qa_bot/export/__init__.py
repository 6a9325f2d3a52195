"""Export: answers as files for people and programs, one module per format."""

from qa_bot.export.formats import Format, format_of, render
from qa_bot.export.result import Options, Result

__all__ = ["Format", "Options", "Result", "format_of", "render"]
