"""Names: titles, roles and honorifics around a person's name, and the gender of given names."""

from __future__ import annotations

import re

from qa_bot.language.en.words import DAYS, MONTHS, ROLES, TALK

HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Madam|Mme|Mx)\b\.?"
TITLE = (
    r"(?:President|Prime|Minister|Secretary|General|Chancellor|King|Queen|Prince|Princess|Senator|"
    r"Sen\.|Rep\.|Gov\.|Governor|Mayor|Chief|Executive|Director|Professor|Prof\.|Dr\.?|Judge|"
    r"Justice|Captain|Colonel|Col\.|Gen\.|Lt\.|Sgt\.|Sergeant|Major|Ambassador|Commissioner|"
    r"Chairman|Chairwoman|Spokesman|Spokeswoman|Spokesperson|Representative|Congressman|"
    r"Congresswoman|Rev\.|Reverend|Archbishop|Bishop|Cardinal|Officer|Inspector|Detective|"
    r"Councilman|Councilwoman|Councillor|Sheriff|Speaker|Premier|Vice|Deputy|Foreign|Defen[cs]e|"
    r"Attorney|Coach|CEO)"
)
CAPITAL = r"[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ](?:[^\W\d_]|[-'’](?=[^\W\d_]))*"
NAME = re.compile(
    rf"(?:\b{HONORIFIC} |\b(?:{TITLE}) )*\b{CAPITAL}\.?"
    rf"(?: (?:(?:de|van|von|der|den|la|le|di|da|del|bin|ibn|al) ){{0,2}}{CAPITAL}\.?)*"
)
TITLED = re.compile(rf"(?:.*\b(?:{TITLE}|{HONORIFIC}) )(?P<name>.+)")
ROLE_BEFORE = re.compile(rf"\b(?:{ROLES}|{TALK}),? $")
APPOSITION = re.compile(rf",? (?:who|an?|the) |, (?:{ROLES}|\d\d,)|,? (?:{TALK}|warned)\b")
NO_NAME = frozenset((*DAYS.split(), *MONTHS.split(), "I", "English", "God", "Reuters", "Kremlin"))
MALE = re.compile(r"\b(?:[Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b")
FEMALE = re.compile(r"\b(?:[Ss]he|[Hh]ers?|[Hh]erself)\b")
PLACE_BEFORE = re.compile(r"\b(?:in|across|near|towards?|throughout|outside|into) (?:the )?$")
HE = re.compile(r"(?i)mr\b|sir\b|lord\b|king\b|prince\b|father|.*\b(?:spokes|chair|congress)man\b")
SHE = re.compile(
    r"(?i)(?:mrs|ms|miss|dame|lady|queen|princess|madam|mme)\b|.*(?:mother|sister|"
    r"(?:spokes|chair|congress)woman\b)"
)

# The most common given names in English; other names get their gender from pronouns nearby.
HIS_NAMES = frozenset(
    """
    James John Robert Michael William David Richard Joseph Joe Thomas Tom Charles Christopher Daniel
    Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald
    Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon
    Benjamin Samuel Gregory Frank Patrick Peter Jack Henry Bill Bob Jim Mike Steve Tim Harry Arthur
    """.split()
)
HER_NAMES = frozenset(
    """
    Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra
    Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca
    Laura Sharon Cynthia Kathleen Amy Angela Anna Ann Anne Ruth Brenda Pamela Nicole Katherine
    Catherine Helen Samantha Christine Emma Rachel Maria Heather Diane Julie Joyce Victoria Alice
    Jane Clara Kate Julia Hannah Olivia Sophie Charlotte Lucy Ellen Rose Martha Janet Theresa Liz
    """.split()
)

# Words in lower case that may be names: not plural, and without the endings of adjectives, adverbs
# and abstract nouns.
_ORDINARY = (
    r"(?!(?:(?:any|every|some|no)body|neither|people|women|men|police|children|mankind|two|three|"
    r"several|recent|later?|new|old|young|foreign|human|former|high|better|best|article|text|page|"
    r"document|story|video|movie|film|book|government|company|team|army|court|media|press|country|city|family|market|bank|"
    rf"{ROLES}|king|queen|prince|princess|pope|general|doctor)\b)"
)
_ENDINGS = (
    r"(?<!ly)(?<!ed)(?<!al)(?<!ive)(?<!ous)(?<!ic)(?<!able)(?<!ible)(?<!ful)(?<!less)(?<!ern)"
    r"(?<!ity)(?<!ment)(?<!tion)(?<!sion)(?<!ness)(?<!ance)(?<!ence)(?<!ism)(?<!ship)(?![\w’'-])"
)
_WORD = rf"{_ORDINARY}[^\W\d_]{{2,}}+{_ENDINGS}"
_FIRST, _LAST = rf"{_WORD}(?<!ing)", rf"{_WORD}(?<!s)"  # Boris Johnson, Xi Jinping
# A subject without "the" or "a", which only names can be: "what did boris johnson say", "who is
# sergei lavrov". Of 1,600 such words in the training data whose text lacks them, 92 % are names; of
# 2,196 questions of SQuAD 2.0 in lower case it changes no outcome. Before any verb only with
# "did": "when does breakfast start?" may be about what the text calls a meal.
BARE_NAME = re.compile(
    rf"\b[Dd](?:id|oes) ((?:{_FIRST} )?{_LAST}) (?:say|tell|write|think|warn|claim|argue|explain|"
    r"stress|announce|believe|want|wish|demand|hope|seek|expect|fear|plan|intend|oppose|"
    rf"support|promise|ask|offer|do)\b|\b[Dd]id ({_FIRST}(?<!s)) (?=\w)|"
    rf"^\W*[Ww]ho(?:['’]s| is| was) ((?:{_FIRST} ){{1,2}}{_LAST})(?=\W*$)"
)

# A person without a name, to whom "he" or "she" may refer.
SOMEBODY = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Tt]he|[Aa]n?|\w+['’]s) (?:[a-z]+ )?"
    rf"(?:{ROLES}|father|mother|brother|sister|wife|husband|son|daughter|friend|uncle|aunt|"
    r"cousin|boy|girl|man|woman|doctor|king|queen|prince|princess|boss|colleague|neighbou?r|"
    r"partner|widow|client|patient|victim|witness|judge|soldier|student|keeper)\b|"
    r"(?:^|[.!?]\s+)(?:The|An?|His|Her|My|Their) [a-z]"
)
