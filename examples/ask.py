"""Ask the bundled article from Python, and show where each answer is."""

from qa_bot import Bot

with Bot.open() as bot:
    answer = bot.ask("when was Crimea annexed?")

print(answer.status, answer.short)
for citation in answer.citations:
    print(f"line {citation.line}, characters {citation.start} to {citation.end}:")
    print(f"  {citation.quote}")
