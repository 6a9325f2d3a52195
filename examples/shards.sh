#!/usr/bin/env bash
# Answer one batch in N processes, and make one file of their answers: that of a single process.
# Usage: shards.sh N QUESTIONS OUT
# On N machines with a shared folder, run the first command once on each:
#   Slurm array 1-N:             --shard "$SLURM_ARRAY_TASK_ID/N"
#   Kubernetes indexed job:      --shard "$((JOB_COMPLETION_INDEX + 1))/N"
#   GNU parallel:                seq N | parallel qa-bot batch QUESTIONS -o OUT --shard {}/N
set -euo pipefail
seq "$1" | xargs -P "$1" -I{} qa-bot batch "$2" -o "$3" --shard {}/"$1" --resume --quiet
qa-bot batch "$2" -o "$3" --merge
