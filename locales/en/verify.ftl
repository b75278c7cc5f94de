# vigie verify

verify-good = All as it was written:
verify-bad = { $count ->
    [one] 1 file is not as it was written:
   *[other] { $count } problems:
}
verify-read = { $files ->
    [one] 1 table file
   *[other] { $files } table files
}, { $segments ->
    [one] 1 segment
   *[other] { $segments } segments
}, { $bytes } read.
verify-tombstones = { $count ->
    [one] 1 recorded forgetting accepted.
   *[other] { $count } recorded forgettings accepted.
}
verify-reveals = { $count ->
    [one] 1 reveal on record.
   *[other] { $count } reveals on record.
}
verify-head = Commit { $commit }, head { $head }
verify-advice = Keep the files as they are, look at who could write them, and take the lake from a backup.
verify-unlisted = { $count ->
    [one] 1 file that no commit lists (left by an interrupted writer, or not ours).
   *[other] { $count } files that no commit lists (left by an interrupted writer, or not ours).
}
verify-journal = { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
} by { $authors ->
    [one] 1 author
   *[other] { $authors } authors
}, head { $head }
verify-printed = The journal had the head { $head } after { $entry }: what was told then still stands in it.
verify-briefs = { $count ->
    [one] 1 told brief read.
   *[other] { $count } told briefs read.
}
