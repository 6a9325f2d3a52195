"""Web pages of known main text, made from prose and the chrome that real sites put around it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_WHO = "council,port authority,university,ministry,company,museum,union,court".split(",")
_DID = (
    "approved the plan,delayed the decision,published the report,closed the bridge,"
    "raised the fee,moved the archive,signed the contract,opened the new hall"
).split(",")
_WHEN = "on Monday,in March,last year,after the storm,before the vote,in 2019,this week".split(",")
_WHY = (
    "because the old wall had moved,although the money was short,while the ferries kept running,"
    "so that the work could begin,since nobody had answered the letter,as the engineers had asked"
).split(",")
_NAMES = "Ida Berg,Tomas Lund,Ana Costa,Peter Novak,Maya Rao,John Hill".split(",")
_MENU = "Home,World,Business,Sport,Culture,Science,Travel,Opinion,Video,Weather".split(",")
_TEASERS = (
    "Ten beaches for a cold summer,Why the old mill was sold twice,The chef who never tastes,"
    "A map of every closed railway,What the election means for rents,Five books about the sea"
).split(",")


@dataclass(frozen=True)
class MadePage:
    """A page, its kind, and the main text that a reader would copy out of it."""

    kind: str
    html: str
    text: str


class _Prose:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def sentence(self) -> str:
        pick = self.random.choice
        number = self.random.randint(12, 980)
        return (
            f"The {pick(_WHO)} {pick(_DID)} {pick(_WHEN)}, {pick(_WHY)}, and {number} people "
            f"{pick(['signed a letter', 'came to the hearing', 'lost a place', 'got a refund'])}."
        )

    def paragraph(self, sentences: int = 3) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def name(self) -> str:
        return self.random.choice(_NAMES)


def _tag(tag: str, text: str, attributes: str = "") -> str:
    return f"<{tag}{' ' + attributes if attributes else ''}>{text}</{tag}>"


def _links(texts: list[str]) -> str:
    items = (f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(texts))
    return f"<ul>{''.join(items)}</ul>"


def _news(prose: _Prose) -> tuple[str, list[str]]:
    parts = [prose.paragraph() for _ in range(7)]
    quote = f"“{prose.sentence()}”"
    body = "".join(_tag("p", part) for part in parts[:4])
    body += _tag("p", '<a href="/r">Read more: ' + _TEASERS[1] + "</a>")
    body += _tag("h2", "What comes next") + "".join(_tag("p", part) for part in parts[4:])
    body += _tag("blockquote", _tag("p", quote))
    body += _tag("h3", "More on this story") + _links(_TEASERS[:3])
    return body, [*parts[:4], "What comes next", *parts[4:], quote]


def _blog(prose: _Prose) -> tuple[str, list[str]]:
    parts = [prose.paragraph(4) for _ in range(5)]
    body = "<div class='entry-content'>" + "<br><br>".join(parts) + "</div>"
    body += "<div class='sharedaddy'>Share this: <a href='/t'>X</a> <a href='/f'>Facebook</a></div>"
    return body, parts


def _forum(prose: _Prose) -> tuple[str, list[str]]:
    posts = [prose.paragraph(3) for _ in range(6)]
    body = "".join(
        f'<div class="post"><div class="post-body"><p>{post}</p></div></div>' for post in posts
    )
    return body, posts


def _docs(prose: _Prose) -> tuple[str, list[str]]:
    texts, body = [], ""
    for section in ("Install", "Configure", "Run the server", "Remove it"):
        part, code = prose.paragraph(2), f"tool {section.lower()} --all\ntool status --json"
        body += _tag("h2", section) + _tag("p", part) + _tag("pre", _tag("code", code))
        texts += [section, part, code]
    return body, texts


def _product(prose: _Prose) -> tuple[str, list[str]]:
    parts = [prose.paragraph(3) for _ in range(3)]
    rows = [("Weight", "1.4 kg"), ("Colour", "sea green"), ("Power", "45 watts by cable")]
    body = "".join(_tag("p", part) for part in parts) + _tag("h2", "Specification")
    body += "<table>" + "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in rows) + "</table>"
    return body, [*parts, "Specification", *(f"{a} {b}" for a, b in rows)]


def _recipe(prose: _Prose) -> tuple[str, list[str]]:
    lead = prose.paragraph(2)
    items = ["200 g of rye flour and a spoon of salt", "Two eggs, beaten with a little cold milk"]
    steps = [f"Step {n}: {prose.sentence()}" for n in range(1, 6)]
    body = _tag("p", lead) + _tag("h2", "Ingredients")
    body += "<ul>" + "".join(_tag("li", item) for item in items) + "</ul>" + _tag("h2", "Method")
    body += "<ol>" + "".join(_tag("li", step) for step in steps) + "</ol>"
    return body, [lead, "Ingredients", *items, "Method", *steps]


def _wiki(prose: _Prose) -> tuple[str, list[str]]:
    texts, body = [], ""
    for section in ("", "History", "Geography", "Economy"):
        if section:
            body += _tag("h2", f"<span class='mw-headline'>{section}</span>")
            texts.append(section)
        for _ in range(2):
            part = prose.paragraph(3)
            body += _tag("p", part.replace("The council", '<a href="/c">The council</a>'))
            texts.append(part)
    return body, texts


def _ticker(prose: _Prose) -> tuple[str, list[str]]:
    texts, body = [], ""
    for hour in range(9, 19):
        entry = prose.paragraph(2)
        head = f"{hour}:15 {_NAMES[hour % 6]} speaks"
        body += f"<div class='entry'><h3>{head}</h3><p>{entry}</p></div>"
        texts += [head, entry]
    return body, texts


def _table(prose: _Prose) -> tuple[str, list[str]]:
    parts = [prose.paragraph(3), prose.paragraph(3)]
    rows = [(str(year), f"{year % 70 + 3} ships", prose.name()) for year in range(2001, 2019)]
    body = _tag("p", parts[0]) + "<table><tr><th>Year</th><th>Ships</th><th>Master</th></tr>"
    body += "".join("<tr>" + "".join(_tag("td", cell) for cell in row) + "</tr>" for row in rows)
    body += "</table>" + _tag("p", parts[1])
    return body, [parts[0], "Year Ships Master", *(" ".join(row) for row in rows), parts[1]]


def _listicle(prose: _Prose) -> tuple[str, list[str]]:
    texts, body = [prose.paragraph(2)], ""
    body += _tag("p", texts[0])
    for number, teaser in enumerate(_TEASERS, start=1):
        part = prose.paragraph(2)
        body += _tag("h2", f"{number}. {teaser}") + f"<img src='{number}.jpg'>" + _tag("p", part)
        texts += [f"{number}. {teaser}", part]
    return body, texts


def _interview(prose: _Prose) -> tuple[str, list[str]]:
    texts, body = [prose.paragraph(2)], ""
    body += _tag("p", texts[0])
    for _ in range(6):
        question, answer = f"And why was that so {prose.random.choice(_WHEN)}?", prose.paragraph(3)
        body += _tag("p", _tag("strong", question)) + _tag("p", answer)
        texts += [question, answer]
    return body, texts


_KINDS = {
    "news": _news,
    "blog": _blog,
    "forum": _forum,
    "docs": _docs,
    "product": _product,
    "recipe": _recipe,
    "wiki": _wiki,
    "ticker": _ticker,
    "table": _table,
    "list": _listicle,
    "interview": _interview,
}


def _semantic(title: str, author: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Coast</title>
<meta property="og:title" content="{title}"><meta name="author" content="{author}">
<style>.x{{color:red}}</style>
<script>window.data = {{"text": "Not for a reader to see, ever."}}</script>
</head><body><header><a href="/">The Coast</a><nav>{_links(_MENU)}</nav></header>
<main><article><header><h1>{title}</h1><p class="byline">By {author}</p>
<time datetime="2024-11-03">3 November 2024</time></header>{body}</article></main>
<aside><h2>Most read</h2>{_links(_TEASERS)}</aside>
<footer><p>© 2024 The Coast. All rights reserved.</p>
{_links(["About us", "Privacy policy"])}</footer>
</body></html>"""


def _divs(title: str, author: str, body: str) -> str:
    return f"""<html><head><title>{title} - Coast Daily</title></head><body>
<div id="top"><div class="logo">Coast Daily</div><div class="menu">{_links(_MENU)}</div></div>
<div id="cookie-banner" style="display:none"><p>We use cookies to give you the best experience on
our site. By going on you accept our policy and all that is written in it.</p></div>
<div id="wrapper"><div class="content"><h1 class="title">{title}</h1>
<div class="meta">Published by {author} on 3 November 2024</div>
<div class="article-body">{body}</div></div>
<div class="sidebar"><div class="widget"><h3>Popular</h3>{_links(_TEASERS)}</div>
<div class="newsletter">Sign up for our newsletter
<form><input name="mail"><button>Go</button></form></div></div></div>
<div class="footer">Contact | Imprint | Terms of use</div></body></html>"""


def _tables(title: str, author: str, body: str) -> str:
    cells = "".join(f'<td><a href="/{n}">{name}</a></td>' for n, name in enumerate(_MENU))
    return f"""<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY BGCOLOR="#ffffff">
<table width="100%"><tr>{cells}</tr></table><h1>{title}</h1><p>by {author}</p>
<div id="main">{body}</div><hr><p><small>Copyright 2024 Coast Press</small></p></BODY></HTML>"""


def make_pages(seed: int = 7) -> Iterator[MadePage]:
    """Yield a page of each of the eleven kinds in each of three layouts."""
    for number, (kind, make) in enumerate(_KINDS.items()):
        for layout in (_semantic, _divs, _tables):
            prose = _Prose(seed * 1_000 + number * 10 + len(layout.__name__))
            body, texts = make(prose)
            title = f"{_TEASERS[number % len(_TEASERS)]} in {2010 + number}"
            yield MadePage(kind, layout(title, prose.name(), body), "\n\n".join(texts))
