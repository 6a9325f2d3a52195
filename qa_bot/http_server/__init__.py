"""The HTTP server: the JSON contract, and chat completions as OpenAI's clients ask for them."""
