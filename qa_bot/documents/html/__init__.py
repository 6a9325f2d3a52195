"""Web pages and their archives (MHTML): a page's main text, without its surroundings."""
