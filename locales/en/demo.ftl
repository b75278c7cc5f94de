# vigie demo

demo-season = An invented season, seed { $seed }
demo-lines = { $posts } posts, { $web } web requests and { $logins } login lines, all invented
demo-planted = Planted: { $found } of { $count } found
demo-decoys = Decoys: { $alone } of { $count } left alone
demo-found = found
demo-missed = missed
demo-alone = left alone
demo-raised = raised
demo-named = { $named } of { $count } named
demo-shortfall = { $name } { $measured } where { $wanted } are asked for
demo-below = { $detector } measured { $values }
demo-nothing = { $detector } shows nothing of it, even with { $lowered }
demo-listed = { $count } accounts on the list “{ $list }” ({ $source }): known to belong together, so taken out
demo-not-read = no detector reads such lines yet ({ $count } are held)
demo-settled-by = today’s detectors cannot tell it apart; { $must } will
demo-more = and { $count } more
demo-findings = { $count ->
    [one] 1 finding in all
   *[other] { $count } findings in all
}, { $others ->
    [0] each of them planted or a decoy
   *[other] { $others } of them neither planted nor a decoy
}.

demo-morning = This morning, { $days } days before the first round
demo-measures = Measures: { $done } in place, { $overdue } overdue
demo-overdue = { $measure } ({ $owner }, due { $due })
demo-incident = { $alias } { $title }: { $findings ->
    [one] 1 finding
   *[other] { $findings } findings
}, { $sure }
demo-dismissed = { $id } set aside: { $reason }
demo-rumour = { $code } is sealed: code and spread only, { $posts ->
    [one] 1 post
   *[other] { $posts } posts
} by { $accounts ->
    [one] 1 account
   *[other] { $accounts } accounts
}
demo-brief = The brief, one file that opens offline: { $file } ({ $size })
demo-changed = In a copy of the lake byte { $at } of { $file } was changed.
demo-verified = verify says where: { $file }: { $what }
demo-not-verified = verify did not see it: that is a bug, please report it
demo-yours = Now yours: drop files here: { $folder }

# What the demo's small team writes.
demo-owner-security = Ines (security)
demo-owner-it = Oskar (IT)
demo-owner-press = Selma (press)
demo-incident-title = Six accounts share one site within seconds
demo-assessment = The same words and the same link within ten seconds, eight times: we think it likely that one hand is behind these accounts. Whose hand it is, we do not know.
demo-note-morning = Read out at the morning call; nobody answers in public today.
demo-note = The site verite-solvane is not answered in public; the press desk keeps a line ready.
demo-dismissed-because = Innocent, checked: { $what }.
demo-brief-incident = A small group of accounts acts together; we keep an eye on it and do not answer in public.
demo-brief-measure = A protection measure is overdue and is to be finished today.
