# The brief and its pages.

brief-label = Brief
brief-skip = Skip to the brief
brief-told-for = For { $at }
brief-covers = Covers { $from } to { $to } ({ $zone })
brief-prepared = Prepared by { $name }, { $at }
brief-glance = At a glance
brief-glance-now = { $count ->
    [one] incident to act on now
   *[other] incidents to act on now
}
brief-glance-today = { $count ->
    [one] incident for today
   *[other] incidents for today
}
brief-glance-note = { $count ->
    [one] incident to note
   *[other] incidents to note
}
brief-glance-unjudged = { $count ->
    [one] finding not judged yet
   *[other] findings not judged yet
}
brief-glance-blind = { $count ->
    [one] blind spot
   *[other] blind spots
}
brief-glance-overdue = { $count ->
    [0] measures overdue
    [one] measure overdue
   *[other] measures overdue
}

# Sections.
brief-known = What is known
brief-known-nothing = Nothing has been put into words for this brief.
brief-incidents = What happened
brief-lanes = Incidents over time
brief-unjudged = Found by a detector, judged by nobody yet
brief-blind = What we could not see
brief-blind-nothing = No gap is known in the sources that we read.
brief-blind-caption = Quiet here does not mean that nothing happened.
brief-measures = What protects us
brief-measures-caption = Overdue first
brief-red-lines = Red lines, set beforehand
brief-rumours = Rumours, sealed
brief-rumours-caption = Code, spread and trend; the text stays sealed.
brief-rumour-advice = Before any public answer: would an answer spread it?
brief-not-raised = Looked at and not raised
brief-recalled = Recalled since the last brief: no longer stands
brief-reveals = Revealed since the last brief
brief-evidence = Evidence
brief-evidence-caption = Each finding at the revision that this brief tells. In the file, each row unfolds the command that repeats it.
brief-unjudged-more = { $count ->
    [one] … and 1 more: vigie today lists it
   *[other] … and { $count } more: vigie today lists them
}
brief-not-held = { $count ->
    [one] 1 attached finding is not held here.
   *[other] { $count } attached findings are not held here.
}
brief-more = { $count ->
    [one] … and 1 more, in the JSON file beside this one
   *[other] … and { $count } more, in the JSON file beside this one
}

# Heads of tables.
brief-source = Source
brief-gap = Not seen
brief-why = Why
brief-measure = Measure
brief-asset = Protects
brief-owner = Owner
brief-due = Due
brief-state = State
brief-rumour = Rumour
brief-category = Kind
brief-spread-title = Spread
brief-last = Last seen
brief-trend-title = Trend
brief-decision = Answer
brief-finding = Finding
brief-pattern = Pattern
brief-when = When
brief-rests-on = Rests on

# Pieces of sentences.
brief-repeat = Repeat it
brief-does-not-prove = What it does not prove:
brief-unsupported = a figure without evidence
brief-unsupported-count = { $count ->
    [one] 1 sentence has a figure and nothing that it rests on.
   *[other] { $count } sentences have a figure and nothing that they rest on.
}
brief-closed = closed
brief-signed = { $author }, { $at }
brief-signals = { $count ->
    [one] 1 signal
   *[other] { $count } signals
}
brief-gap-open = since { $from }
brief-gap-last = nothing since { $last }
brief-gap-never = never seen
brief-measure-overdue = overdue
brief-measure-planned = planned
brief-measure-in-place = in place
brief-measure-not-applicable = not applicable
brief-nobody = nobody yet
brief-done-of = { $done } of { $of }
brief-if = If
brief-then = then { $who } calls { $calls } within { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
brief-spread = { $matched ->
    [one] 1 publication
   *[other] { $matched } publications
}, { $accounts }
brief-not-counted = not counted
brief-accounts = { $count ->
    [one] 1 account
   *[other] { $count } accounts
}
brief-trend = { $last } on the last of { $days } days, at most { $highest }
brief-never-matched = not seen
brief-undecided = not decided
brief-recalled-line = { $at }: { $reason }
brief-revealed-by = { $at }, by { $who }: { $reason }
brief-revealed = { $at }: { $reason }
brief-not-seen = a source was not seen
brief-most = up to { $count }

# What stands on the time axis.
brief-mark-act = acts
brief-mark-attack = attacks
brief-mark-statement = statements
brief-mark-judgement = judgement
brief-mark-response = response

# What came in.
brief-activity = What came in, over time
brief-activity-reading = { $what }: { $total }, most at { $at }
brief-publications = Publications
brief-requests = Requests
brief-logins = Logins

# At the foot.
brief-observed-by = Prepared by { $name } from its own records; others not observed.
brief-scale = How sure, in words:
brief-head = Head of the journal
brief-check = Check it with
brief-band = { $low }–{ $high } %

# How sure: the words of probability.
confidence-remote-chance = remote chance
confidence-highly-unlikely = highly unlikely
confidence-unlikely = unlikely
confidence-realistic-possibility = realistic possibility
confidence-likely = likely
confidence-highly-likely = highly likely
confidence-almost-certain = almost certain

# Days and hours.
brief-moment-full = { $weekday } { $date }, { $time }
brief-moment = { $day } { $time }
brief-date = { $day } { $month } { $year }
brief-day = { $day } { $month }
brief-first-day = 1
brief-clock = { $hour }:{ $minute }
brief-span = { $from } – { $to }
brief-weekday-1 = Monday
brief-weekday-2 = Tuesday
brief-weekday-3 = Wednesday
brief-weekday-4 = Thursday
brief-weekday-5 = Friday
brief-weekday-6 = Saturday
brief-weekday-7 = Sunday
brief-month-1 = January
brief-month-2 = February
brief-month-3 = March
brief-month-4 = April
brief-month-5 = May
brief-month-6 = June
brief-month-7 = July
brief-month-8 = August
brief-month-9 = September
brief-month-10 = October
brief-month-11 = November
brief-month-12 = December
brief-mon-1 = Jan
brief-mon-2 = Feb
brief-mon-3 = Mar
brief-mon-4 = Apr
brief-mon-5 = May
brief-mon-6 = Jun
brief-mon-7 = Jul
brief-mon-8 = Aug
brief-mon-9 = Sep
brief-mon-10 = Oct
brief-mon-11 = Nov
brief-mon-12 = Dec

# Freezing, telling and recalling.
brief-title = Brief of { $day }
brief-crossed = It has come to pass.
brief-warn-empty = The brief tells of nothing: no sentence and no incident.
brief-not-read-whole = a file was not read to its end
brief-file-missing = it was told and is missing
brief-file-differs = it differs from what was told
brief-file-unchecked = it cannot be compared: the JSON beside it is missing or not readable
brief-head-lost = it carries a journal’s head that the journal here never had: entries are missing; put the folder cases back from a copy
brief-not-told = frozen, and never told: freeze again with vigie brief, then delete it
brief-category-private-life = private life
brief-category-health = health
brief-category-sexuality = sexuality
brief-category-family = family
brief-category-money = money
brief-category-conduct = conduct in office
brief-category-other = other
brief-decision-keep-quiet = no public answer
brief-decision-directly = answer those who ask
brief-decision-in-public = answer in public

# vigie brief
brief-told = Told { $id }
brief-told-incidents = { $count ->
    [one] 1 incident
   *[other] { $count } incidents
}
brief-told-findings = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
brief-told-head = At its foot: { $head }
brief-none = No brief was told yet.
brief-recalled-on = recalled on { $at }: { $reason }
brief-was-recalled = { $id } is recalled.
brief-recall-advice = Its files stay as they were told. Tell those who have it; the next brief says it too.
