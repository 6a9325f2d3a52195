"""The names of countries in English; the longest match is taken."""

from __future__ import annotations

import re

_COUNTRIES = """
Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Argentina|Armenia|Australia|
Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|
Bolivia|Bosnia and Herzegovina|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burma|
Burundi|Cambodia|Cameroon|Canada|Cape Verde|Central African Republic|Chad|Chile|China|Colombia|
Comoros|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Czechoslovakia|Denmark|
Djibouti|Dominica|Dominican Republic|East Germany|East Timor|Ecuador|Egypt|El Salvador|
Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Germany|
Ghana|Great Britain|Britain|Greece|Grenada|Guatemala|Guinea-Bissau|Guinea|Guyana|Haiti|Honduras|
Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|
Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|
Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|
Marshall Islands|Mauritania|Mauritius|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|
Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal|Netherlands|New Zealand|Nicaragua|Nigeria|Niger|
North Korea|North Macedonia|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|
Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russian Federation|Russia|Rwanda|
Saint Lucia|Samoa|San Marino|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|
Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Korea|South Sudan|Soviet Union|
Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|
Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Tuvalu|Türkiye|USSR|
U\\.S\\.S\\.R\\.|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States of America|
United States|USA|U\\.S\\.A\\.|U\\.S\\.|US|UAE|UK|U\\.K\\.|Uruguay|Uzbekistan|Vanuatu|
Vatican City|Venezuela|Vietnam|West Germany|Yemen|Yugoslavia|Zambia|Zimbabwe
"""

# "US President" and "Ukraine’s" name a country, so the next word does not matter; "Korea" alone is
# not one.
COUNTRY = re.compile(rf"(?<![\w.-])(?:{_COUNTRIES.replace(chr(10), '')})(?![\w-])")
ANY_CASE = re.compile(COUNTRY.pattern, re.IGNORECASE)
# Countries that are first names too.
FIRST_NAMES = frozenset(("Chad", "Jordan"))
# Countries whose adjectives begin with other letters, by their normalized names.
ADJECTIVES = {
    "usa": "american",
    "uk": "british",
    "netherlands": "dutch",
    "denmark": "danish",
    "myanmar": "burmese",
}
# "US", "French", "Egyptian"; few other capitalized words end like that.
OF_A_COUNTRY = re.compile(
    rf"{COUNTRY.pattern}|(?<!\w)[A-Z]\w{{2,}}(?:ian|ean|ish|ese|ch|an|i)(?!\w)"
)
