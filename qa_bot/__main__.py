"""Entry point of `qa-bot` and `python -m qa_bot`: handle Ctrl-C and greet before importing."""

# Not `signal` or `typing`: they import a lot, and until then Ctrl-C would print a traceback.
import _signal  # type: ignore[import-not-found]
import os
import sys

GREETING = "Ask the article. /help lists the commands, /quit leaves."


def _end(number: int, frame: object) -> None:
    """Exit at once: either nothing has been done yet, or everything has."""
    os._exit(130)


# A background process inherits an ignored Ctrl-C, and must keep ignoring it.
if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _end)


def main() -> None:
    """Run the command line; exits with a status of `ExitStatus`."""
    from qa_bot.cli.arguments import is_chat, only_file, rewrite_arguments

    if "_QA_BOT_COMPLETE" in os.environ:  # the shell asks how a line may continue
        from qa_bot.cli.completion import insert_chat

        insert_chat(os.environ)
    arguments = rewrite_arguments(sys.argv[1:])
    if is_chat(arguments) and _is_on_terminal():
        print(GREETING, flush=True)  # noqa: T201 - some 20 ms after the start, before the imports
    if file := only_file(arguments):
        from qa_bot.cache import begin_reading

        begin_reading([file])  # 1/6 s before the command line is parsed
    from qa_bot.cli.main import main as run

    run(arguments)


def _is_on_terminal() -> bool:
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout))


if __name__ == "__main__":
    main()
