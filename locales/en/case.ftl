# vigie case, and what the journal says

verdict-open = open
verdict-watched = watched
verdict-dismissed = dismissed
verdict-attached = in an incident

case-changed-signals = signals in the evidence
case-changed-when = how soon to look
case-changed-first = time of the first evidence
case-changed-last = time of the last evidence
case-changed-parameters = parameters of the detector
case-changed-versions = version of the detector

case-did-opened = opened{ $count ->
    [0] {""}
    [one] {""} on 1 finding
   *[other] {""} on { $count } findings
}
case-did-titled = title
case-did-attached = attached { $finding }
case-did-detached = detached { $finding }
case-did-assessed = assessed as { $sure }
case-did-closed = closed
case-did-reopened = reopened
case-did-note = note
case-did-noted = note on { $target }
case-did-watched = { $target } watched
case-did-dismissed = { $target } dismissed
case-did-undone = undid { $entry }
case-did-measure = { $target } set
case-did-removed = { $target } removed
case-did-red-line = { $target } set
case-did-rumour = { $target } registered
case-did-revealed = { $target } revealed
case-did-asked = asked to see { $target }
case-did-answered = decided on answering { $target }
case-did-told = { $target } told
case-did-recalled = { $target } recalled
case-did-tip = took a tip, { $signal }
case-did-mandate = { $target } set
case-did-correction = a statement of an article corrected

case-clock-back = { $entry } says { $at }, but its author had written at { $after } already: the clock was set back; the order of writing counts
case-given-twice = { $entry } gives { $target } a second time: the earlier entry holds it
case-no-effect = { $entry } speaks of something that is not there, and has no effect

proposal-link-account = { $a } and { $b } share { $count ->
    [one] 1 account
   *[other] { $count } accounts
}
proposal-link-object = { $a } and { $b } share { $count ->
    [one] 1 object
   *[other] { $count } objects
}
proposal-link-source = { $a } and { $b } share { $count ->
    [one] 1 source address
   *[other] { $count } source addresses
}
proposal-link-target = { $a } and { $b } share { $count ->
    [one] 1 target
   *[other] { $count } targets
}
proposal-shared-accounts = accounts
proposal-shared-objects = shared objects
proposal-shared-sources = source addresses
proposal-shared-targets = targets
proposal-open = { $count ->
    [one] 1 finding
   *[other] { $count } findings
} within six hours of each other, with these in common: { $shared }
proposal-attach = { $count ->
    [one] 1 finding goes
   *[other] { $count } findings go
} with { $incident }, with these in common: { $shared }

role-account-level = not looked at: a campaign looks at single accounts under a mandate only, with its purpose, its basis and its last day (vigie mandate add)

case-incidents = Incidents
case-to-judge = To judge
case-watched = Watched
case-dismissed = Dismissed
case-word-open = open
case-word-closed = closed
case-not-assessed = not assessed
case-count-findings = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
case-closed-count = { $count ->
    [one] 1 closed incident is not shown; --all shows it
   *[other] { $count } closed incidents are not shown; --all shows them
}
case-dismissed-count = { $count ->
    [one] 1 dismissed finding is not shown; --all shows it
   *[other] { $count } dismissed findings are not shown; --all shows them
}
case-withheld = { $count ->
    [one] 1 finding about single accounts is not shown: a campaign needs a mandate for it
   *[other] { $count } findings about single accounts are not shown: a campaign needs a mandate for them
}

case-reason = because: { $reason }
case-until = until { $until }
case-entry = Written as { $entry }; vigie case undo takes it back.
case-undone = { $undone } undone, by { $entry }.
case-undone-text = (undone) { $text }

case-assessment = { $sure } ({ $low }–{ $high } %)
case-no-assessment = Nobody has assessed it.
case-findings = Findings
case-not-held = { $count ->
    [one] 1 attached, not held here
   *[other] { $count } attached, not held here
}
case-changed-since = Changed since somebody attached them
case-revised = { $finding }  seen { $seen }, now { $now }
case-revised-evidence = The evidence differs, the values do not.
case-notes = Notes
case-revisions = Revisions
case-seen = judged
case-journal = Journal
case-journal-empty = Nobody has written anything.
case-journal-earlier = { $count ->
    [one] 1 earlier entry is not shown; --limit 0 shows all
   *[other] { $count } earlier entries are not shown; --limit 0 shows all
}
case-journal-head = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}, head { $head }

case-ask-title = What is it called?
case-ask-reason = Why?
case-ask-note = What do you want to note?
case-ask-assessment = What do you make of it?

case-pack-repeats = { $count ->
    [one] 1 entry repeats a sealed rumour in its writer's own words
   *[other] { $count } entries repeat a sealed rumour in their writers' own words
}: give the pack only to those who may know it.
case-packed = { $count ->
    [0] No entries
    [one] 1 entry of { $authors }
   *[other] { $count } entries of { $authors }
} in { $file }
case-head = Head of the journal: { $head }
case-merge-there = vigie case merge FILE, on the other laptop
case-merged = { $count ->
    [0] Nothing new
    [one] 1 new entry, of { $authors }
   *[other] { $count } new entries, of { $authors }
}; { $known } held already.
case-both-wrote = { $incident }: you both wrote about it without having seen the other’s words. The later entry counts; read both: vigie case show { $incident }
case-no-examples = Nothing was dismissed.
case-drawn = { $nodes ->
    [one] 1 account
   *[other] { $nodes } accounts
} and { $edges ->
    [one] 1 finding
   *[other] { $edges } findings
} in { $file }

proposal-none = Nothing to look at together.
proposal-more-links = { $count ->
    [one] and 1 more link
   *[other] and { $count } more links
}
