# vigie forget

forget-who = Who is to be forgotten?
forget-sure = This cannot be undone. Type yes to go on:
forget-yes = yes
forget-none = Nothing in the lake matches: nothing was forgotten.
forget-done = Forgotten:
forget-segments = { $blanked ->
    [one] 1 segment blanked in part
   *[other] { $blanked } segments blanked in part
}, { $removed } removed.
forget-commits = Recorded as commit { $commits }.
forget-copies-removed = Copies removed: { $files }
forget-copies-left = { $count ->
    [one] 1 copy in inbox/read and inbox/kept may hold it still: look at it.
   *[other] { $count } copies in inbox/read and inbox/kept may hold it still: look at them.
}
forget-source = Whoever still holds the source can bring it back: remove it there as well, and from backups.
forget-visitors-none = No web line is due: those before { $before } that nothing flagged, and flagged ones before { $flagged }, were shortened already or hold nothing to shorten.
forget-visitors-would = { $count ->
    [one] 1 web line would be shortened
   *[other] { $lines } web lines would be shortened
}: those before { $before } that nothing flagged, and flagged ones before { $flagged }.
forget-visitors-done = { $count ->
    [one] 1 web line was shortened
   *[other] { $lines } web lines were shortened
} (end of the address, values in queries): those before { $before } that nothing flagged, and flagged ones before { $flagged }.
forget-visitors-segments = { $count ->
    [one] 1 segment blanked in part.
   *[other] { $count } segments blanked in part.
}
