"""A document's blocks → title, headings, paragraphs and boilerplate; paragraphs → sentences."""
