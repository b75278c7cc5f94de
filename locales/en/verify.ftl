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
verify-advice-head = Compare the digits with the foot of the brief. If they are right, entries of the journal are missing: put the folder cases back from a copy.
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
verify-sealed = { $count ->
    [one] 1 rumour read under its key.
   *[other] { $count } rumours read under their key.
}
verify-sealed-closed = it does not open with this key file: bytes of it or of the key file changed; put both back from a backup
verify-sealed-newer = a newer version of vigie wrote it
verify-sealed-twice = it holds one code twice
verify-sealed-lost = the words of { $code } are missing: put the file back from a backup
verify-sealed-other = { $code } stands otherwise in the journal
verify-sealed-unrecorded = { $code } is sealed, and no entry tells of it: a command was interrupted; register it again
