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

# A person without a name, to whom "he" or "she" may refer.
SOMEBODY = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Tt]he|[Aa]n?|\w+['’]s) (?:[a-z]+ )?"
    rf"(?:{ROLES}|father|mother|brother|sister|wife|husband|son|daughter|friend|uncle|aunt|"
    r"cousin|boy|girl|man|woman|doctor|king|queen|prince|princess|boss|colleague|neighbou?r|"
    r"partner|widow|client|patient|victim|witness|judge|soldier|student|keeper)\b|"
    r"(?:^|[.!?]\s+)(?:The|An?|His|Her|My|Their) [a-z]"
)
