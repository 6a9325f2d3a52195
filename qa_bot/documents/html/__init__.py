"""Web pages, and archives of them (MHTML): the main text of a page, without what is around it."""
