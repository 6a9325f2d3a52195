"""Boilerplate: what the page around an article says in English.

Patterns are matched whole (`fullmatch`) against lines of at most 160 characters.
"""

from __future__ import annotations

import re

from qa_bot.language.en.questions import AUXILIARY
from qa_bot.language.en.words import DAY, MONTH

ADVERT = re.compile(
    r"\W*(?:advertisements?|advertising|advertorial|ads?(?: by google)?|"
    r"sponsored(?: content| post| links?| by)?|promoted(?: content)?|"
    r"(?:story|article) continues (?:below|after)(?: this)?(?: ad(?:vertisement)?)?|"
    r"continue reading(?: below| the main story)?|skip ad(?:vertisement)?|"
    r"scroll (?:down )?(?:to|for) (?:continue|more)(?: reading)?)\W*",
    re.IGNORECASE,
)

SITES = r"(?:twitter|x|facebook|instagram|google news|telegram|whatsapp|youtube|linkedin)"
INVITATION = re.compile(
    r"(?:please )?(?:subscribe|sign[ -]?up|register|join|follow|like|find|stay|keep|get|receive|"
    r"download)\b",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\bnewsletters?\b|\b(?:to|in) your (?:inbox|e-?mail|phone)\b|\bour (?:\w+ )?app\b|"
    r"\b(?:news|e-?mail|breaking|daily|weekly|push) (?:alerts?|updates?|briefings?)\b|"
    r"\b(?:top|latest|breaking|daily|biggest) (?:news|stories|headlines)\b|"
    rf"\bour (?:channel|podcast|community|mailing list)\b|\bon {SITES}\b",
    re.IGNORECASE,
)
TO_THE_READER = re.compile(r"\b(?:us|our|your)\b", re.IGNORECASE)
NEWSLETTER = re.compile(
    r"(?:please )?(?:(?:subscribe|sign[ -]?up|register|join|follow|like|find)"
    r"(?: (?:now|here|today|us|free|for|with))*|"
    r"(?:stay|keep) (?:on top|informed|tuned|connected|up[ -]to[ -]date|in touch|updated)|"
    r"(?:download|get) (?:the|our) (?:\w+ )?app|"
    r"(?:enter )?your e-?mail(?: address)?|our newsletters?|newsletters?(?: sign-?up)?)\W*|"
    r"already (?:a |an |have an? )?(?:subscriber|subscribed|member|account|registered)\?? *"
    r"(?:log|sign)[ -]?in(?: here| now)?\W*|"
    r"subscribe (?:to|for|and)\b.*(?<![.!?])|your e-?mail (?:address )?will not be published.*|"
    r"by (?:signing up|subscribing|registering|clicking|continuing)\b.*\bour (?:terms|privacy)\b.*",
    re.IGNORECASE,
)
INBOX = re.compile(r"(?:delivered |straight |sent |right )?(?:to|in) your inbox\W*$", re.IGNORECASE)
INBOX_OFFER = re.compile(
    r"(?:the (?:best|latest|top|day|week)|our|all|breaking|daily|weekly|top|latest|news|stories)\b",
    re.IGNORECASE,
)

NOTICE = re.compile(
    r"(?:dmca|corrections?|copyright|legal|privacy|cookies?|terms|disclaimer|imprint|accessibility|"
    r"site ?map|contact|about|advertise|feedback|licen[sc]ing|notices?|policy|policies|of|use|"
    r"service|services|conditions|and|us|with|preferences|settings|statement|your|choices|"
    r"for immediate release|"
    r"do not sell my(?: personal)? info(?:rmation)?|report (?:an? )?(?:error|typo|correction)|"
    r"[\s/|&,·•–-])+",
    re.IGNORECASE,
)
NOTICE_WORD = re.compile(
    r"dmca|correction|copyright|privacy|cookie|terms|disclaimer|site ?map|contact us|about us|"
    r"advertise|feedback|report|do not sell|for immediate release|imprint|accessibility",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"(?:copyright )?©.{0,120}|(?:.{0,80}[.,;|·–-] ?)?all rights reserved\W*", re.IGNORECASE
)
# "(c)" is also a clause of a contract, and articles write about copyright.
RIGHTS_OF_YEAR = re.compile(
    r"(?:copyright |\(c\) ?){1,2}\d{4}\b.{0,120}|copyright,? \d{4}\b.{0,120}", re.IGNORECASE
)
COOKIES = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?sites?)(?: and our partners)? uses? cookies\b.*"
    r"\b(?:accept|agree|consent|your experience|policy|settings|preferences)\b.*",
    re.IGNORECASE,
)

LINKS = re.compile(
    r"\W*(?:(?:recent|related|latest|popular|trending|recommended|similar|further|other|more|top|"
    r"most[ -](?:read|popular|viewed|shared)|must[ -]reads?|featured|editor.?s.? (?:picks?|choice))"
    r"(?: (?:articles?|stor(?:y|ies)|posts?|news|reads?|reading|content|links?|topics?|coverage|"
    r"videos?|headlines|items?|from|on|in|this|section|for|you|now|today))*|"
    r"you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy)|"
    r"(?:also|see also|read)[ :]*|also (?:read|on|see)|read (?:also|more|next)|see also|"
    r"don.?t miss|up next|more on this(?: story| topic)?|what to read next|tags|topics)\W*",
    re.IGNORECASE,
)
# Words of the rule above that are also ordinary words: alone they prove nothing.
LINKS_TOO_SHORT = re.compile(
    r"\W*(?:recent|other|more|similar|further|top|also|read|latest|popular|recommended|featured)\W*",
    re.IGNORECASE,
)
TOPICS = re.compile(r"\W*(?:tags|topics)\W*", re.IGNORECASE)
INLINE_LINK = re.compile(
    r"(?:read (?:also|more|next)|also read|related (?:story|article|stories))"
    r"(?:\s*[:|»]|\s+[–-])\s*\S.*|"
    r"(?:see also|related|watch|listen|don.?t miss)(?:\s*[:|»]|\s+[–-])\s*\S.*(?<!\.)|"
    r"(?-i:MORE):\s*\S.*(?<![.!?])",
    re.IGNORECASE,
)

NAVIGATION = re.compile(
    r"[←→«»‹›\s]*(?:skip to (?:main )?(?:content|navigation)|(?:main )?menu|home|search|log ?in|"
    r"sign ?in|log ?out|share|tweet|print|e-?mail|save|comments?|\d+ comments?|comments? \(\d+\)|"
    r"leave a (?:comment|reply)|\d+ (?:thoughts?|responses?|replies) (?:on|to) .{1,80}|like this:|"
    r"posted in .{1,60} \| tagged .{1,60}|(?:jump to|print) (?:the )?recipe|"
    r"facebook|twitter|whatsapp|telegram|linkedin|pinterest|instagram|"
    r"reddit|copy link|back to top|next|previous|close|(?:like )?loading(?:\.{2,})?|"
    r"(?:show|load) more(?:\.{2,})?|view all|see all|click here|(?:older|newer) posts?|"
    r"share this(?: article| story| post| page)?|"
    rf"(?:share|tweet)(?: this)?(?: (?:on|via) (?:{SITES}|e-?mail))|"
    r"(?:next|previous) (?:article|story|post|page)|play video|\d+ min(?:ute)?s? read|"
    r"page \d+ (?:of|/) \d+)[^\w.!?]*",
    re.IGNORECASE,
)
TRAIL = re.compile(r"home(?:\s+[|»›>/]\s+\S[^|»›>/.!?]*){1,6}", re.IGNORECASE)
CREDIT = re.compile(
    r"(?:photo|image|picture|file photo)(?:graph)?s?"
    r"(?: (?:credit|source|by|courtesy of):?\s.{1,60}(?<![.!?])|"
    r"\s*[:/]\s*\S+(?: \S+){0,3}(?<![.!?]))|"
    r"(?:getty images|shutterstock|ap photo)\W*(?:[/|(:].{0,40})?(?<![.!?])",
    re.IGNORECASE,
)
# Facts of an article that look like page chrome: bylines and dates.
DATE = re.compile(
    rf"\b{MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} {MONTH}\.?,? \d{{4}}\b|"
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:by|from|written by|author|reporting by|edited by|published|updated)\b", re.I
)

# A byline and nothing else: "By Anna Brandt, Science Editor", "By Dan Cresswell at Mill Lane".
_CAPITALIZED = r"[^\W\d_a-zß-ÿ][\w.’'&-]*+"
_NAME = rf"{_CAPITALIZED}(?: {_CAPITALIZED}){{1,3}}"
_ROLE = (
    rf"{_CAPITALIZED}"
    rf"(?: (?:{_CAPITALIZED}|of|the|for|and|in|at|[a-z]{{2,20}}(?:er|or|ent|ist)\b))*+"
)
BYLINE_ALONE = re.compile(
    rf"(?:(?:Words |Written |Story |Text |Reporting )?[Bb]y|BY) "
    rf"{_NAME}(?:(?:,? and|,| &) {_NAME}){{0,3}}(?:(?:,| in| at| for| of) {_ROLE})?"
)
# A day or time of publication and nothing else: "Published 12:40, 21 Jun 2024 | Updated 17:05".
_DATE_PART = (
    r"(?>\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|"
    r"(?:running time )?\d+ min(?:ute)?s?(?: read)?|\d{4}|\d{1,2}(?:st|nd|rd|th)?|"
    r"(?:(?:first|last) )?(?:published|updated|posted|released|modified|reviewed):?|"
    rf"{DAY}|{MONTH}\.?|at|on|of|[bg]mt|bst|utc|[ecmp][sd]?t|cest)"
)
DATE_ALONE = re.compile(rf"{_DATE_PART}(?:[\s,|·•–-]++{_DATE_PART})*+", re.IGNORECASE)
# What a document is, above its headline.
DOCUMENT_KIND = re.compile(
    r"(?:obituar(?:y|ies)|(?:latest |local |world )?news(?: story| report| analysis)?|"
    r"(?:press|media|news) release|press (?:statement|notice)|opinion|comment(?:ary)?|editorial|"
    r"(?:(?:book|film|music|product|theatre|restaurant) )?reviews?|interview|feature|analysis|"
    r"profile|essay|column|letters?|match report|report|blog(?: post)?|case study|sports?)",
    re.IGNORECASE,
)
# A numbered part of a text, and its name.
PART = re.compile(
    r"(?:chapter|part|section|book|volume|act|scene|episode|lesson|unit|module|appendix|step|stage|"
    r"phase|week|day) (?:\d{1,3}|[ivxlc]{1,6}|[a-z]|one|two|three|four|five|six|seven|eight|nine|"
    r"ten):",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r"(?:table of )?contents|(?:in|on) this (?:page|article|chapter|document|issue|guide)",
    re.IGNORECASE,
)
# A line before a colon that is part of a sentence, not a label: "You will need:".
LEAD_IN = re.compile(
    r"(?:to|or|and|if|when|for|now|then|also|moreover|here|let|see) .*|"
    rf".*\b(?:{AUXILIARY}|need|follow(?:s|ed|ing)|these|this|includes?|contains?|provides?|"
    r"requires?|uses?|gives?|says?|said|told|wrote|writes|added|asked|replied)\b.*|"
    r".* (?:like|as|to|of|for|with|by|from|in|on|at|and|or|that)",
    re.IGNORECASE,
)
