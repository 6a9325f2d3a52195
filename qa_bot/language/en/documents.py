"""Documents: the words by which loaders recognize what does not belong to the article.

Some phrases of other languages are among them: a page's language is not known yet.
"""

from __future__ import annotations

import re

from qa_bot.language.en.words import MONTH

# Web pages without an article: error pages, robot checks, requests for consent.
NOT_FOUND = re.compile(
    r"\b(?:error|http|status)[ :-]{0,3}(?:404|410)\b|"
    r"\b404[ :,|–-]{1,3}(?:error|(?:page )?not found|page)\b|"
    r"^404$|"
    r"\bpage (?:was |is |could |can )?(?:not|no longer) (?:be )?(?:found|available|exists?)|"
    r"\b(?:page|article|story) not found\b|\bpage (?:doesn.?t|does not) exist\b|"
    r"\bcan(?:.?t|not) find (?:the|that|this) page\b|\bfile not found\b|"
    r"\bseite (?:wurde )?nicht gefunden\b|\bpage (?:introuvable|non trouvée)\b|"
    r"\bpágina no encontrada\b|\bpagina non trovata\b",
    re.IGNORECASE | re.MULTILINE,
)
FAILED = re.compile(
    r"\b(?:403 forbidden|access denied|401 unauthori[sz]ed|500 internal server error|"
    r"50[234] (?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out))\b",
    re.IGNORECASE,
)
ROBOT = re.compile(
    r"\b(?:verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|"
    r"i.?m not a robot|unusual traffic|checking your browser|complete the captcha|"
    r"checking if the site connection is secure|enable javascript and cookies to continue|"
    r"press (?:&|and) hold|attention required! \| cloudflare)|^just a moment\.\.\.$",
    re.IGNORECASE,
)
NEEDS_SCRIPT = re.compile(
    r"\b(?:enable|activate|turn on|allow|requires?|needs?|without|support)\b.{0,40}"
    r"\bjava ?script\b|"
    r"\bjava ?script\b.{0,60}\b(?:enabled?|activated?|disabled|required|turned off|not supported|"
    r"to (?:run|view|use|continue)|aktivier\w+|activ\w+|habilit\w+)\b",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:we|us) (?:and our (?:\d+ )?(?:partners|vendors) )?(?:use|store|process)\b.{0,80}\b"
    r"(?:cookies|information on (?:a|your) device|personal data)|"
    r"\b(?:accept|reject|allow|manage|decline) (?:all|cookies|optional)\b|"
    r"\bmanage (?:your )?(?:privacy |cookie )?(?:settings|preferences|choices|options)\b|"
    r"\b(?:your )?(?:privacy|cookie) (?:choices|settings|preferences)\b|"
    r"\b(?:give|withdraw|without) (?:your )?consent\b|\bwe value your privacy\b|"
    r"\bbefore you continue\b|\blegitimate interests?\b|"
    r"\balle (?:cookies )?(?:akzeptieren|ablehnen)\b|"
    r"\b(?:tout|tous) (?:accepter|refuser)\b|\baceptar todo\b|\baccetta tutto\b",
    re.IGNORECASE,
)

# Above an article's first sentence and below its last.
# A whole block of date and time, perhaps with a verb: "Updated: Nov 3, 2024".
PUBLISHED = re.compile(
    r"(?:(?:first |last |originally )?"
    r"(?:published|updated|posted|modified|created|date|on|at|by|the|filed|"
    r"edt|est|et|gmt|utc|bst|cet|pdt|pst|am|pm|a\.m\.|p\.m\.|"
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|"
    rf"{MONTH}|\d{{1,2}}(?:st|nd|rd|th)|\d{{1,4}}|"
    r"\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago|\d+ min(?:ute)?s? read|t|z)\b|"
    r"[\s,.:;|/()·•–—-])+",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:(?:words|text|story|written|posted|reported|published|edited|photographs?|photos?) )?"
    r"by:? (?!the\b)(?:\w[\w.'’-]*+[, ]{0,2}+(?:and |& )?+){1,8}+",
    re.IGNORECASE,
)
MORE_LINKS = re.compile(
    r"(?:more (?:from|on|in|must|stories|news|like)|related (?:articles?|stories|posts?|content)|"
    r"recommended|most (?:read|popular|viewed)|read (?:more|next)|you (?:may|might) (?:also )?like|"
    r"up next|trending|latest (?:news|stories))\b",
    re.IGNORECASE,
)

# Before an author's name in a page's metadata.
BY = re.compile(r"^(?:(?:written |posted |reported |story )?by:?|von|par|di|por)\s+", re.I)
# Values that are not an author: addresses, social media handles, the name of the role.
NO_AUTHOR = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)\b|[<>{}\\]|\d{3}|"
    r"^(?:admin(?:istrator)?|author|editor|staff|user|guest|unknown|none|null|by|posts?|submitted)$|"
    r"\b(?:log(?:ged)? (?:in|out|on)|logged|account|sign (?:in|up)|subscribe)\b",
    re.IGNORECASE,
)

# Mail: the line above a quoted message, its header, what programs add.
WROTE = re.compile(
    r"(?:on|am|le|el)\b.{4,200}\b(?:wrote|schrieb|écrit|escribió)\W*\s*:", re.IGNORECASE | re.DOTALL
)
# Outlook's line above a quoted message.
ORIGINAL_MESSAGE = re.compile(
    r"-{2,9} ?(?:original message|forwarded message|ursprüngliche nachricht) ?-{2,9}|_{20,80}",
    re.IGNORECASE,
)
FROM = re.compile(r"\*?from:\*? ", re.IGNORECASE)
SENT = re.compile(r"\*?(?:sent|date):\*? ", re.IGNORECASE)
SENT_FROM = re.compile(r"(?:sent from my|get outlook for|envoyé de mon)\b.{1,60}", re.IGNORECASE)
FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr)\s*:", re.IGNORECASE)

# Pictures and tables on a page.
CAPTION = re.compile(r"(?:figure|fig\.|table|photo|image|chart|box)\s*\d", re.IGNORECASE)

# Headings of lists that name pages.
CONTENTS = re.compile(
    r"(?:table of )?contents(?: page)?:?|"
    r"list of (?:figures|tables|illustrations|plates|maps|listings)",
    re.IGNORECASE,
)
# PDF: a line that is only a page's number, and "3 of 12".
PAGE_NUMBER = re.compile(
    r"(?<!\W)\W*+(?:page|p\.|seite|pg\.?)?\s*+(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*+(?:of|/|von|\|)\s*+\d{1,4})?\W*+",
    re.IGNORECASE,
)
PAGE_OF_PAGES = re.compile(r"(\d{1,4})\s*(?:/|of)\s*(\d{1,4})")
# Titles set by programs: names of files and of themselves, addresses.
NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|powerpoint presentation|untitled.*|\(?unspecified\)?|"
    r"\(?anonymous\)?|title|(?:document|layout|page|slide|scan|print|new) ?\d*|"
    r"(?:https?|file|about):.*|\S[^\s_]*+_\S+|"
    r"(?:[a-z]:\\|\\\\\S).*|~?/[^\s/]+/\S*|"
    r".*\.(?:docx?|odt|rtf|tex|dvi|pdf|indd|qxd|html?|p\d+|e?ps|svg|png|jpe?g|tiff?|cdr|vsdx?|dwg|"
    r"pptx?|xlsx?|od[gps]|wpd|fm|txt|md|xml))",
    re.IGNORECASE,
)
# Authors set by programs: who bought them, and accounts without a person's name.
NO_AUTHOR = re.compile(
    r"(?:registered|licen[sc]ed) (?:to|for)\b.*|unregistered\b.*|unknown(?: author)?|author|"
    r"admin(?:istrator)?|(?:default )?user|owner|root|guest",
    re.IGNORECASE,
)

# Words broken at line ends. These have a hyphen of their own if more than three letters follow,
HYPHENATED = frozenset(("self", "semi", "quasi"))
# these if a word follows ("post-" and "war", not "post-" and "poned"),
HYPHENATED_BEFORE_WORD = frozenset(
    "all anti cross ex half high ill long low mid multi non post pro quasi semi short so then "
    "two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty "
    "ninety vice well wide north south east west middle first second third open hard left right "
    "large small old new full part one much best better early late year".split()
)
# and these none: "with-" and "held".
NOT_HYPHENATED = frozenset(
    "with down up out over under in on off back fore some any every no there where here through "
    "home house business work under inter super".split()
)
# After a hyphen that stays: "pre- and post-war".
LETTER_WORDS = frozenset(("A", "I"))
AFTER_SUSPENDED_HYPHEN = frozenset(("and", "or", "to", "nor", "but"))

# In names, between their parts: in transcripts, and in the labels of subtitles.
IN_NAME = "de|van|von|der|of|the|la|bin|al|du|da|for|and"
IN_LABEL = "of|de|van|von"
# Transcripts: what comes before a colon, capital first, and names no speaker.
NO_LABELS = frozenset(
    "q a question answer note notes example step source sources photo part warning tip date time "
    "place location subject from to re cc summary update figure table address phone email price "
    "pros cons ingredients method directions instructions serves music applause laughter "
    "crosstalk inaudible silence advertisement read related image caption break "
    # of messages
    "mime-version content-type content-transfer-encoding content-disposition content-id "
    "content-length content-language message-id in-reply-to references reply-to return-path "
    "delivered-to received sender bcc user-agent x-mailer x-priority".split()
)
MONTH_DAY = re.compile(rf"{MONTH}\.? \d")  # no name, either
# Speakers without a name.
TURN_ROLE = re.compile(
    r"(?i:(?:speaker|man|woman|male|female|voice|caller|reporter|guest|host|participant|juror|"
    r"audience(?: member)?|interviewer|interviewee|moderator|presenter|narrator|announcer|chair|"
    r"chairman|chairwoman|witness|judge|clerk|counsel|anchor|teacher|student|doctor|patient|"
    r"operator|analyst|respondent|unidentified (?:man|woman|male|female|speaker))"
    r"(?: (?:#?\d{1,2}|[a-z]))?)"
)
# Records of a court: who asks ("BY MR. SMITH:"), who has sworn, and the witness without a name.
BY_EXAMINER = "(?:BY|By)"
SWEARS, SWORN = r"(?:Whereupon,?\s+)?", "(?i:sworn|affirmed)"
EXAMINATION = r"(?:[A-Z]{2,12}[ -]){0,2}EXAMINATION(?: \([A-Z ]{1,30}\))?"
WITNESS = "THE WITNESS"
# Logs of programs.
LOG_LEVEL = re.compile(
    r"\b(?:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|critical|fatal|severe|log|statement)\b",
    re.IGNORECASE,
)
# Times that a program spells out: "0 minutes 3 seconds", "1 hour, 2 minutes".
SPELLED_TIME = re.compile(
    r"\d{1,3} (?:hours?|minutes?|seconds?)(?:,? \d{1,2} (?:minutes?|seconds?)){0,2}"
)
# Chats: the day before a time, and who writes to whom ("From Anna to Everyone:").
CHAT_DAY = r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}(?: at)?|(?:Today|Yesterday)(?: at)?"
CHAT_FROM, CHAT_TO = "From", r"to[ \t]++[^:\n]++"
# Records of a parliament: "Mr. SMITH of Maine.", "The SPEAKER pro tempore."
OFFICE = "The|Madam"  # "The Minister for Floods (Anna Berg)"
MEMBER = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.|Senator|Chairman|Chairwoman) (?:Mc|Mac|De|Van )?[A-Z][A-Z’'-]+"
    r"(?: of [A-Z][a-z]+)?|The (?:ACTING |VICE )?[A-Z]{4,}(?: pro tempore)?"
)
# Captions: words of what is heard but not said, in brackets.
SOUNDS = frozenset(
    "music applause laughter laughs laughing chuckles chuckling sighs sighing gasps cheering "
    "cheers crying sobs sobbing screams screaming shouting coughs coughing groans whistling "
    "singing humming clapping crosstalk inaudible indistinct unintelligible silence pause noise "
    "beep beeping bell ringing rings thunder footsteps static".split()
)

# Abbreviations after which a sentence goes on: with a name, unless a word such as "the" follows,
BEFORE_NAME = re.compile(
    r"\b(?:Rev|Maj|Lt|Lieut|Capt|Cpt|Cmdr|Cdr|Cpl|Pvt|Sgt|Brig|Adm|Rep|Sen|Gov|Pres|Supt|Insp|"
    r"Msgr|Messrs|Hon|Fr|Bros|Mt|Ft)\.$"
)
# with a number,
BEFORE_NUMBER = re.compile(r"\b(?:pp?|eqs?|fig|vols?|ch|ca|approx)\.$", re.IGNORECASE)
# or with a bracket.
BEFORE_BRACKET = re.compile(r"\b(?:Jr|Sr)\.$")
