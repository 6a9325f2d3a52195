"""Words: stop words, pronouns, months, days, numbers, and spellings that mean the same."""

from __future__ import annotations

import re

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always am among
    an and another any anyone anything are aren't around as at away back be became because become
    been before behind being below between both but by came can can't cannot come could couldn't
    did didn't do does doesn't doing don't done down during each either else enough even ever every
    everyone everything few for from further get go goes got had hadn't has hasn't
    have haven't having he he'd he'll he's her here hers herself him himself his i i'd i'll i'm i've
    if in into is isn't it it's its itself just keep kind last let let's like likely many
    may maybe me might mine more most much must my myself near never no nobody nor not nothing now
    of off often on once one ones only onto or other others our ours ourselves out over own per
    perhaps please quite rather really s same see seem seems shall she she'd she'll she's should
    shouldn't since so some someone something still such t than that that's the their theirs
    them themselves then there there's these they they'd they'll they're they've thing things this
    those though through thus to together too toward towards under until up upon us very
    via was wasn't way we we'd we'll we're we've well were weren't while will with within without
    won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
    how how's what what's whats when when's where where's which who who's whom whose why why's
    """.split()
)

# Pronouns for a person, for several things or people, for what somebody has.
PERSON_PRONOUNS = frozenset(("he", "she", "him", "his", "hers", "her"))
MALE_PRONOUNS = frozenset(("he", "him", "his"))
PLURAL_PRONOUNS = frozenset(("they", "them", "their", "theirs", "these", "those"))
POSSESSIVE_PRONOUNS = frozenset(("his", "her", "its", "their"))
DEMONSTRATIVES = frozenset(("that", "this", "these", "those"))
# A clause of only these refers to something named before.
RELATIVE_PRONOUNS = frozenset(("he", "she", "they", "it", "who", "which", "that"))

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS = "January February March April May June July August September October November December"
# A month's name as a regular expression, full or short; in lower case, "may" is a verb.
MONTH = f"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS.split())}|Sept)"
DAY = f"(?:{DAYS.lower().replace(' ', '|')})s?"

SMALL_NUMBERS: tuple[str, ...] = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())

DOZEN, A_DOZEN = "dozen", "a dozen"
THE = "the"
INDEFINITE = frozenset(("a", "an"))
PERCENT: tuple[str, ...] = ("{}%", "{} percent", "{} per cent")
# The halves of the day, after an hour.
BEFORE_NOON: tuple[str, ...] = ("a.m.", "am")
AFTER_NOON: tuple[str, ...] = ("p.m.", "pm")

# Roles of persons as a regular expression, without brackets around it.
ROLES = (
    r"spokes\w+|expert|analyst|actor|actress|singer|author|writer|historian|economist|scientist|"
    r"director|professor|founder|leader|lawyer|lawmaker|journalist|reporter|president|minister|"
    r"secretary|chief|senator|mayor|governor|biologist|researcher|engineer|manager|coach|head|"
    r"deputy|aide|adviser|diplomat|critic|editor|philosopher|artist|poet|composer|producer|"
    r"officer|official|chairman|chairwoman|resident|farmer|teacher"
)

# Verbs that report what somebody says, as regular expressions without brackets around them.
SAY = "said|says|say"
TELL = "told|tells|tell"
# These report only with "that", beside a quotation, or in a parenthesis.
REPORT = (
    "wrote|writes|write|added|adds|warned|warns|insisted|insists|argued|argues|argue|claimed|"
    "claims|explained|explains|announced|announces|stressed|stresses|noted|notes|replied|replies|"
    "stated|states|declared|declares|admitted|admits|acknowledged|acknowledges|confirmed|confirms|"
    "reported|reports|predicted|predicts|recalled|recalls|tweeted|tweets|emphasi[sz]ed|"
    "emphasi[sz]es|concluded|concludes|suggested|suggests|asserted|asserts|maintained|maintains|"
    "testified|remarked|remarks|observed|observes|complained|denied"
)
UTTER = (
    "answered|answers|asked|asks|cried|cries|shouted|shouts|whispered|whispers|muttered|murmured|"
    "exclaimed|continued|commented|joked|agreed|quipped|shrieked|growled|vowed|promised|countered|"
    "repeated|began|demanded|interrupted|returned"
)
DESCRIBE = "described|describes|called|calls|dubbed|labell?ed"
# A name beside these is a person's. Not "say" ("Experts say Russia …") or "warned" (a country).
TALK = "said|says|told|tells|wrote|added|asked|replied"
REPORTING = f"{SAY}|{TELL}|{REPORT}|{UTTER}"

# Words of a text: names of several words that are one, abbreviations with dots, numbers, words.
WORD = re.compile(
    r"(?i:\bunited states(?: of america)?\b|\bsoviet union\b|\bunited kingdom\b)|"
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*"
)
POSSESSIVE = re.compile(r"['’]s?$")
# In capitals the country, in lower case the pronoun.
THE_US = frozenset(("US", "USA", "U.S.", "U.S.A."))
# "the us" in lower case is the country, unless a gerund follows ("the us building").
LOWER_CASE_COUNTRY = re.compile(r"\b([Tt]he )(us|uk)\b(?! \w+ing\b)")
# Countries and cities with two names: people type one, articles print the other.
SAME = {
    "united states": "usa",
    "united states of america": "usa",
    "america": "usa",
    "soviet union": "ussr",
    "united kingdom": "uk",
    "britain": "uk",
    "türkiye": "turkey",
    "burma": "myanmar",
    "swaziland": "eswatini",
    "kyiv": "kiev",
    "kharkiv": "kharkov",
    "lviv": "lvov",
    "odesa": "odessa",
    "peking": "beijing",
    "bombay": "mumbai",
    "calcutta": "kolkata",
    "madras": "chennai",
}
# Letters that make another form of a name: Asian, Muslims.
NAME_SUFFIXES = "ns"
# Slavic names in -sky, in all their English spellings: "Zelenskyy".
NAME_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"sk(?:yy|iy|ii|ij|yj|yi)$"), "sky"),
)
