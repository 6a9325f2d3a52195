"""Export: answers as files for people and programs."""
