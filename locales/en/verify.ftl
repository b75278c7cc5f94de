# vigie verify

verify-good = All as it was written:
verify-untold = { $file }: { $what }
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

# What is not as it was written.
what-it-is-missing = it is missing
what-it-is-not-what-was-written = it is not what was written
what-its-digest-does-not-match = its digest does not match
what-no-commit-lists-it = no commit lists it
what-the-record-of-this-commit-was-removed = the record of this commit was removed
what-its-list-of-files-is-not-what-came-before = its list of files is not what came before
what-segment-and-tombstone-do-not-agree = segment and tombstone do not agree
what-its-columns-are-not-those-of-the-table = its columns are not those of the table
what-its-recorded-length-is-absurd = its recorded length is absurd
what-its-content-is-not-what-its-id-says = its content is not what its id says
what-the-database-finds-its-own-pages-damaged = the database finds its own pages damaged
what-the-lake-does-not-open--journal--rumours-and-briefs-were-not-looked-at = the lake does not open: journal, rumours and briefs were not looked at
what-its-bytes-are-no-entry = its bytes are no entry
what-it-was-not-written-by-this-program = it was not written by this program
what-its-content-does-not-match-its-hash = its content does not match its hash
what-it-does-not-follow-from-the-entry-before-it = it does not follow from the entry before it
what-entries-before-it-are-missing = entries before it are missing
what-it-stands-in-the-place-of-another-entry = it stands in the place of another entry
what-it-says-something-that-may-not-be-said-about-its-target = it says something that may not be said about its target
