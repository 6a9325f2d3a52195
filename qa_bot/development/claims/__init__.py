"""The support head: trained to say whether cited sentences support a claim.

`python -m qa_bot.development.claims FEVER.jsonl.gz --out DIR` trains and measures it.
"""
