#!/usr/bin/env bash
# Answer a file of questions and print each question with its short answer, or its first quote.
# Usage: pipeline.sh QUESTIONS.txt        needs jq
set -euo pipefail
qa-bot batch "$1" --quiet |
  jq -r 'select(.status == "answered") | [.question, .short // .citations[0].quote] | @tsv'
