# vigie watch

watch-nothing = Nothing was written meanwhile that was not held.
watch-sum = { $count ->
    [one] 1 new line
   *[other] { $lines } new lines
} in { $commits ->
    [one] 1 commit
   *[other] { $commits } commits
}, the last one { $commit }, under the mandate { $mandate }.
watch-followed = { $count ->
    [one] 1 file followed
   *[other] { $count } files followed
}, { $rotated } replaced by rotation.
watch-left-out = { $count ->
    [one] 1 further stream is not listed.
   *[other] { $count } further streams are not listed.
}
watch-findings = { $count ->
    [0] Detectors ran: nothing new.
    [one] Detectors ran: 1 new or revised finding.
   *[other] Detectors ran: { $count } new or revised findings.
}
watch-note-cut = Cut, and read from the beginning again. What was written and cut between two looks is lost unless a copy is followed or ingested: { $files }
watch-note-gone = Gone before the end was sure to be read. Ingest the rotated copy; what is held already is not added twice: { $files }
watch-note-compressed = Compressed, so not followed; vigie ingest reads it: { $files }
watch-note-unrecognised = Looks like no format that is known here: { $files }
watch-note-unreadable = Cannot be opened or read; check that you may: { $files }
watch-note-half = The last line is not whole yet and waits; the next vigie watch reads it once it is: { $files }
watch-note-doubtful = Recognised by the first lines, and by more of them looks like another format. Name it with --source: { $files }
watch-note-more = { $files } and { $count } more
watch-journal-ended = journalctl ended by itself ({ $why }). What it gave is kept; start vigie watch again to go on from there.
watch-dropped = { $count ->
    [one] 1 message from the socket found no room and is lost.
   *[other] { $count } messages from the socket found no room and are lost.
}
