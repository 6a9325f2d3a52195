"""Files of word processors: DOCX, ODT, RTF."""
