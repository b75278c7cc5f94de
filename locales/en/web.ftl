# The workbench in the browser.
skip = Skip to the page
loading = Reading …
again = Try again
close = Close
cancel = Cancel
save = Save
add = Add
added = Added
change = Change
remove = Remove
open = Open
copy = Copy
copy-done = Copied.
copy-selected = Selected: copy it with your usual key.
filter = Filter
move-up = Move up
move-down = Move down
import = Import
export = Export
reason = Reason
title = Title
what = What
time = Time
time-unknown = Time not known
until-now = now
undo = Undo
redo = Restore
undone = undone
undo-done = Undone; the journal keeps both entries.
undo-nothing = Nothing was done here that could be undone.
as-table = As a table
json-twin = This page as JSON
language = Language
theme = Theme
theme-auto = Auto
theme-light = Light
theme-dark = Dark
demo-tag = all invented
notices = Notices
top-label = Search and connection
problem-unknown = The server answered { $status } and said no more.
and-more = … and { $count } more
show-more = Show { $count } more
bytes = { $kib } KiB

# Who it is for.
role-campaign = campaign
role-newsroom = newsroom
role-agency = agency
role-research = research

# The rail: the screens in the order of a morning.
nav-label = Screens
nav-morning = This morning
nav-triage = Triage
nav-incidents = Incidents
nav-incident = Incident
nav-rumours = Rumours
nav-measures = Measures
nav-brief = Brief
nav-inbox = Inbox
nav-told = Someone told us
nav-verify = Check the records
nav-search = Search
nav-nowhere = No such page
nowhere-question = Nothing stands at this address.
nowhere-why = The address may be from another version, or mistyped.
nowhere-next = Start from this morning.

# Search.
search-label = Search publications and findings
search-placeholder = Search publications and findings
search-question = What was published, found or judged about it?
search-for = For: { $query }
search-empty = Nothing was asked yet.
search-empty-next = Type words into the box at the top; the / key takes you there.
search-none = Nothing that is held matches.
search-none-next = Try fewer words. Sealed matter is found by its code only.
search-partial = The newest { $count } rows were looked at; older ones may hold more.
publications = Publications

# The line to the server.
line-opening = connecting
line-open = live
line-lost = connection lost
line-lost-title = Connection lost.
line-lost-text = Nothing you typed is lost: it stays on this page and can be sent when the server answers again.
line-again = Try now
line-unreachable = The server does not answer. Nothing you typed is lost.
task-demo = invented season
task-ingest = reading
task-detect = detecting
unit-rows = rows
unit-lines = lines
unit-files = files
unit-signals = signals
unit-detectors = detectors
unit-steps = steps

# Keys.
keys-title = Keys
keys-on = Single keys act (switch off if you dictate or use other shortcuts)
key-help = This list
key-search = Search
key-undo = Undo the last judgement
key-next = Next
key-previous = Previous
key-open = Open beside the list
key-attach = Attach to an incident
key-new = Open a new incident
key-watch = Watch
key-dismiss = Dismiss with a reason
key-restore = Back to open
key-close-panel = Close the panel
key-assess = Assess
key-note = Add a note
key-new-measure = New measure
key-new-rumour = New rumour

# The two scales of the first level.
when-label = When
when-now = now
when-today = today
when-note = note
how-sure = How sure
sure-legend = How sure are we?
sure-band = { $low }–{ $high } %
sure-not-assessed = not assessed yet
sure-remote-chance = remote chance
sure-highly-unlikely = highly unlikely
sure-unlikely = unlikely
sure-realistic-possibility = realistic possibility
sure-likely = likely
sure-highly-likely = highly likely
sure-almost-certain = almost certain

# States.
state-new = new
state-revised = revised
state-unchanged = unchanged
state-provisional = provisional
state-planned = planned
state-in-place = in place
state-not-applicable = not applicable
maturity-preview = preview
maturity-stable = stable

# This morning.
morning-question = What changed, where were we blind, what is overdue?
morning-since = Since when
since-yesterday = Yesterday
since-12h = 12 h
since-3d = 3 days
since-7d = 7 days
since-30d = 30 days
morning-lead = { $new ->
    [0] No new finding
    [one] One new finding
   *[other] { $new } new findings
}, { $revised } revised, { $incidents ->
    [0] no incident
    [one] one incident
   *[other] { $incidents } incidents
} moved.
morning-waiting = Waiting for a judgement:
morning-since-at = Since
morning-signals = { $count ->
    [one] one signal held
   *[other] { $count } signals held
}
morning-rejected = { $count ->
    [one] one row set aside
   *[other] { $count } rows set aside
}
morning-changed = What changed
morning-to-triage = To triage
morning-nothing = Nothing changed in this time.
morning-nothing-next = Look at the blind spots first: quiet is not the same as nothing happening. Then bring in newer files.
morning-incidents = Incidents that moved
morning-no-incident = No incident moved.
morning-no-incident-next = Incidents move when somebody judges, or when a finding in them is revised.
findings-count = { $count ->
    [one] one finding
   *[other] { $count } findings
}
evidence-count = { $count ->
    [one] one signal
   *[other] { $count } signals
}
activity-title = Activity
activity-per-hour = per hour
activity-per-day = per day
activity-publications = Publications
activity-requests = Web requests
activity-logins = Login lines
bars-none = none in this time
bars-reading = { $total } in all, { $most } at most ({ $at })
blind-title = Where we were blind
blind-none = No gap is known in the sources that we read.
blind-none-next = What we do not read at all is not counted here.
blind-last = last seen
overdue-title = Overdue
visitors-due = Web lines since { $oldest } still hold visitors’ addresses and queries; vigie.toml keeps them whole for { $days ->
    [one] 1 day
   *[other] { $days } days
}.
overdue-none = No measure is overdue.
overdue-none-next = The register shows what comes next.
overdue-since = due { $date }

# Triage.
triage-question = What needs my judgement now?
triage-lists = Lists
triage-open = To judge
triage-watched = Watched
triage-dismissed = Dismissed
triage-open-none = Nothing waits for a judgement.
triage-open-none-next = New findings come when files are read and detectors run. Look at the watched ones meanwhile.
triage-watched-none = Nothing is being watched.
triage-watched-none-next = Press w on a finding that may yet grow; it comes back here.
triage-dismissed-none = Nothing was dismissed.
triage-dismissed-none-next = Dismissed findings stay here with their reason; a rerun never brings them back by itself.
triage-withheld = { $count ->
    [one] One finding about accounts is not shown:
   *[other] { $count } findings about accounts are not shown:
}
panel-label = The chosen finding
attach = Attach
attach-title = Attach { $count ->
    [one] one finding
   *[other] { $count } findings
} to an incident
attach-which = Which incident?
attach-none = No incident is open.
attach-none-next = Close this and press n to open one from this finding.
open-incident = New incident
open-title-hint = In your own words: titles appear in briefs and are not gated.
watch = Watch
dismiss = Dismiss
restore = Back to open
dismiss-title = Dismiss: why is it no matter for us?
dismiss-usual = Usual reasons
dismiss-same-newsroom = Same newsroom
dismiss-scheduler = Shared scheduler
dismiss-known-scanner = Known scanner
dismiss-own-test = Our own test
dismiss-coincidence = Coincidence
dismiss-hint = The reason is kept as an example for the detector. A later run does not bring it back; a revision says what changed.
dismissed-because = Because:
judged-dismiss = Dismissed.
judged-watch = Watched.
judged-restore = Back to open.
judged-attach = Attached to { $alias }.
judged-open = Opened { $alias }.
to-incident = In incident
note-label = A note on this finding
note-keep = Keep the note
note-kept = Noted.
proposals-title = Seen together
proposals-hint = proposed; only people join
proposals-why = { $count ->
    [one] Why: one link
   *[other] Why: { $count } links
}
proposals-open = Open one incident
proposals-attach = Attach all
link-shared-account = same accounts
link-shared-object = same objects
link-shared-source = same sources
link-shared-target = same targets

# One finding in full.
findings = Findings
explain-provisional = window still open
explain-does-not-prove = What it does not prove
explain-changed = What the last revision changed
explain-computed = computed
explain-values = What was measured
explain-parameters = With these parameters
explain-evidence = { $count ->
    [one] Evidence: one signal
   *[other] Evidence: { $count } signals, { $shown } shown
}
explain-not-held = source not held
explain-notes = Notes
explain-repeat = Repeat it

# Incidents.
incident = Incident
incidents-question = What have people judged to be happening?
incidents-lists = Lists
incidents-open = Open
incidents-closed = Closed
incidents-open-none = No incident is open.
incidents-open-none-next = Machines only propose: open one from a finding in triage.
incidents-closed-none = No incident was closed.
incidents-closed-none-next = Closed incidents stay here and can be reopened.
from-to = From – to
changed-at = Changed
incident-question = What happened, in what order, and how sure are we?
incident-open = open
incident-closed = closed
incident-no-findings = No finding is attached. Attach one from triage.
all-incidents = All incidents
assess = Assess
assess-none = Nobody has assessed it yet.
assess-text = Assessment
assess-hint = Say what is known, what is not, and what would change your mind. It is dated, carries your name and can be superseded.
note = Note
retitle = Retitle
close-incident = Close it
reopen = Reopen
detach = Detach
dialog-assess = Assess: how sure, and why
dialog-note = Add a note
dialog-title = Another title
dialog-close = Close: why is it over for us?
dialog-reopen = Reopen: what changed?
dialog-detach = Detach: why does it not belong here?
submit-assess = Assess
submit-note = Keep the note
submit-title = Retitle
submit-close = Close the incident
submit-reopen = Reopen the incident
submit-detach = Detach
done-assess = Assessed.
done-note = Noted.
done-title = Retitled.
done-close = Closed.
done-reopen = Reopened.
done-detach = Detached.
revised-title = Revised since it was judged
journal = Journal
journal-hint = newest first
conflict-title = Somebody else changed it meanwhile.
conflict-text = Nothing of yours was written yet, and nothing is lost. Read both versions and choose.
conflict-mine = Yours
conflict-theirs = Theirs
conflict-keep-mine = Add mine on top
conflict-keep-theirs = Keep theirs
conflict-now = It stands at:
conflict-hint = The journal keeps both in any case; adding yours does not remove theirs.
conflict-theirs-kept = Theirs stands; what you wrote is still in the form.

# Lanes.
lanes-title = What happened, in what order
lanes-exact = exact
lanes-approximate = approximate
lanes-none = Nothing with a time is attached yet.
lane = Lane
lane-acts = acts
lane-attacks = attacks
lane-statements = statements
lane-judgement = judgement
lane-response = response
exactness = Time is

# Measures.
measures-question = What protects us, what is overdue?
measures-lists = Which measures
measures-all = All
measures-overdue = Overdue
measures-planned = Planned
measures-in-place = In place
measures-not-applicable = Not applicable
measures-none = No measure is in the register yet.
measures-none-next = Take some from the starting set below, write one, or import a spreadsheet.
measures-none-such = No measure is in this state.
measures-none-such-next = Choose another list above.
measure = Measure
measure-new = New measure
measure-asset = Asset
measure-owner = Owner
measure-no-owner = nobody yet
measure-due = Due
measure-state = State
measure-done = Done
measure-of = Of
measure-evidence = Evidence
measure-remove = Remove from the register
measure-saved = The register is saved.
overdue = overdue
import-report = { $added } added, { $changed } changed, { $rejected } set aside.
import-row = Row { $row }:
starting-title = A starting set for your role
starting-hint = from public guidance; take what fits
starting-check = Check:
starting-take = Take it
red-lines-title = Red lines
red-lines-none = No red line is set.
red-lines-none-next = Set them before the day: if X, then A calls B within N minutes.
red-line-new = New red line
red-line-sentence = If { $if }, then { $who } calls { $calls } within { $minutes } min.
red-line-if = If …
red-line-who = then … (who)
red-line-calls = calls … (whom)
red-line-within = within … minutes
red-lines-offered = { $count ->
    [one] One red line is offered
   *[other] { $count } red lines are offered
}
red-line-saved = The red lines are saved.
red-line-state-set = set
red-line-state-crossed = crossed

# Rumours: never any text of them.
rumours-question = How far has it spread, and would an answer spread it?
rumours-panel = All rumours
rumours-advice = Before any public answer: would an answer spread it? The usual advice for private matters is not to answer in public.
rumours-none = No rumour is registered.
rumours-none-next = Register one and it is matched from then on; screens show its code and spread only.
rumour-new = New rumour
rumour-code = Code
rumour-category = Category
rumour-publications = Publications
rumour-accounts = Accounts
rumour-trend = Trend by day
rumour-last = Last match
rumour-since = Registered
rumour-matched = { $matched ->
    [one] one publication
   *[other] { $matched } publications
}, { $accounts ->
    [one] one account
   *[other] { $accounts } accounts
}
rumour-topic = Topic
rumour-terms = Terms (one a line or separated by commas)
rumour-examples = Example texts (an empty line between two)
rumour-form-hint = What you write here is kept under the key file and never shown again: screens, briefs and logs say the code.
rumour-seal = Seal and register
rumour-added = Registered as { $code }.
category-private-life = private life
category-health = health
category-sexuality = sexuality
category-family = family
category-money = money
category-conduct = conduct
category-other = other
sealed = sealed
trend-level = level
trend-rising = rising
trend-falling = falling
reveal = Reveal
reveal-text = Revealing is a journal entry with your name and reason. Make sure that nobody else sees your screen.
reveal-second = Second person (if there is one)
reveal-hint = Alone, you wait a while, and the next brief says that it was revealed.
reveal-wait = Recorded. It can be revealed from

# The brief.
brief-question = What do I tell at nine, and can they check it?
brief-tab-write = Write
brief-tab-told = Told
brief-saved = saved
brief-saving = saving …
brief-unsaved = not saved yet
brief-title-placeholder = Title of the brief
brief-text = Text
brief-empty = The brief is empty.
brief-empty-next = Write what is known below, and put evidence behind each figure from the list beside.
brief-add = Add to the brief
brief-add-text = Add a paragraph
brief-drop-hint = or drop evidence here
brief-unsupported = A figure stands here without evidence behind it. Add evidence below it, or name its F-, I- or M- id.
brief-evidence = Evidence
brief-evidence-hint = drag, or press Add
brief-conflict = The draft was changed in another window.
block-finding = finding
block-incident = incident
block-measure = measure
evidence-finding = Findings
evidence-incident = Incidents
evidence-measure = Measures
evidence-none = Nothing of this kind to add.
evidence-none-next = Change the filter or the kind above.
freeze = Freeze
freeze-title = Freeze the brief
freeze-text = Freezing makes files that open offline and carry the head of the journal. What has left the house is recalled, not undone.
freeze-marked = { $count ->
    [one] One sentence has a figure and names nothing that it rests on:
   *[other] { $count } sentences have a figure and name nothing that they rest on:
}
frozen-title = Frozen as { $id }
frozen-text = One page to open, print or hand over.
frozen-open = Open the page
frozen-warnings = Before you tell it
briefs-told = Told briefs
briefs-none = No brief was told yet.
briefs-none-next = Write one and freeze it: it will stand here with its digest.
told = told
recall = Recall
recalled = recalled
recall-text = The files stay as they are; the next brief says that this one was recalled, and why.
recalled-notice = { $id } is recalled.
digest = digest

# Files.
drop-here = Drop files here
uploads-title = Files on their way
upload-read = { $new ->
    [0] Read: nothing new in it.
    [one] Read: one new signal.
   *[other] Read: { $new } new signals.
}
upload-report = Report
upload-map = Say what it is
inbox-question = What came in, and could we read it?
inbox-zone = Exports, logs and tables. They stay on this machine. The folder inbox/ of the project does the same.
inbox-choose = Choose files
inbox-files = What came in
inbox-none = Nothing came in yet.
inbox-none-next = Drop an export or a log anywhere on this window.
inbox-status-read = read
inbox-status-needs-mapping = columns to be named
inbox-status-arriving = arriving
inbox-status-ready = ready to be read
inbox-status-kept = kept aside
inbox-status-unknown = not recognised
looks-like = looks like { $what }
report-line = { $new } new, { $known } known, { $skipped } skipped, { $rejected } set aside
report-lines = rows { $lines }
report-absent = { $column }: there is no field { $field } in this file
report-dates-day = Dates in { $field }: the day comes first, because line { $line } has a day above 12 there
report-dates-month = Dates in { $field }: the month comes first, because line { $line } has a day above 12 behind it
report-dates-points = Dates in { $field }: with points between, so the day comes first
report-dates-counted = Dates in { $field }: numbers of days as spreadsheets count them, from the end of 1899
report-sheets-all = { $file }: { $count } sheets read with the same columns
report-sheets-left = { $file }: not all sheets were read. Not read: { $names }
mapping-title = What do the columns mean?
mapping-hint = Guesses come from the names and the first rows. Leave what you do not need.
mapping-column = Column
mapping-samples = First rows
mapping-target = It is
mapping-none = not needed
mapping-guessed = guessed
mapping-host = Where it comes from (machine or export)
mapping-order = Where day and month cannot be told apart
mapping-order-told = decide by the other dates of the column
mapping-order-day = the day comes first (03/04 is 3 April)
mapping-order-month = the month comes first (03/04 is 4 March)
mapping-preview = So it will be read
mapping-read = Read it
mapping-twice = Two columns are given the same meaning: { $names }
mapping-unknown = No table was recognised in this file.
mapping-unknown-next = It is kept under inbox/kept with a note. The list of sources says what can be read: vigie sources.

# Someone told us.
told-question = What did a person see or hear, and when?
tip-text = What were we told?
tip-from = By whom?
tip-from-hint = A role is often enough (“a volunteer in the north office”). A tip is a signal with a human source.
tip-at = When was it seen? (project’s time)
tip-about = About (if known)
tip-keep = Keep it
tip-kept = Kept as a signal.

# Check the records.
verify-question = Does everything still stand as it was written?
verify-again = Check again
verify-sound = Everything stands as it was written.
verify-broken = Something is not as it was written.
verify-none = No difference was found.
verify-none-next = Compare the head below with the one printed on your last brief.
verify-checked = What was checked
checked-commit = newest commit
checked-head = digest of the newest commit
checked-printed = head printed on the brief
checked-files = files
checked-segments = segments
checked-bytes = bytes
checked-tombstones = tombstones
checked-reveals = reveals of evidence
checked-journal-head = head of the journal
checked-journal-entries = journal entries
checked-journal-authors = authors of the journal
checked-journal-reveals = reveals in the journal
checked-briefs = briefs
checked-rumours-rumours = sealed rumours read under the key

# Answers stand on an older commit while a newer one is being read.
as-of = As of commit { $commit }; newer data is being read.
conflict-replace = Write mine over it
conflict-both-kept = The journal keeps both in any case.
conflict-gone = It was taken out of the register.
block-text = paragraph
read-text = Read the text
read-text-why = This account is not on the watch list. Reading its text is a journal entry with your name and reason.
read-recorded = on record as { $entry }
text-masked = A text of an account that is not on the watch list.
fold-accounts = { $count ->
    [one] 1 account
   *[other] { $count } accounts
}
fold-objects = { $count ->
    [one] 1 shared thing
   *[other] { $count } shared things
}
fold-sources = { $count ->
    [one] 1 address
   *[other] { $count } addresses
}
fold-all = Show all { $count }
mapping-as = A mapping that is stored
mapping-as-none = None: say it below
mapping-platform = Platform of every row (if no column says it)
mapping-mandate = Mandate
mapping-mandate-none = The project’s own

# Attacks: what is hit
nav-attacks = Attacks
attacks-question = What is hit, from where, does the service stand?
attacks-none = No attack in these logs.
attacks-none-next = Read web, mail or login logs into the lake.
attacks-service = Does the service stand?
attacks-volume = Requests an hour
attacks-usual = Usual
attacks-ms = { $ms } ms
attacks-slowest = Slowest twentieth
attacks-slow-from = Slow from
attacks-bans-heading = What fail2ban says it banned
attacks-server-errors = Server errors
attacks-outside = Of { $hours } hours, { $above } above and { $below } below what is usual.
attacks-counted = Counted by
attacks-by-day = day
attacks-by-target = target
attacks-by-country = country
attacks-by-network = network
attacks-since = Since
attacks-since-all = the beginning
attacks-since-days = { $days ->
    [one] a day
   *[other] { $days } days
}
attacks-lines = Lines
attacks-sources = Sources
attacks-bursts = Bursts
attacks-attacks = Attacks
attacks-started = Started
attacks-targeted = Name the house
attacks-all = All
attacks-rule = How it is counted
attacks-table = The most pressing attacks
attacks-attack = Attack
attacks-went = How far it went
attacks-at = At
attacks-when = When
attacks-joined = Joined by
attacks-more-targets = and { $count } more
attacks-left-out = { $count ->
    [one] One more attack is not listed.
   *[other] { $count } more attacks are not listed.
}
attacks-origin = Where addresses are registered
attacks-origin-sub = The last hop, not the author.
attacks-map = Map, as a second reading
attacks-map-caveat = A map shows where addresses are registered and servers rented: the last hop, not the author. Anyone can rent one in any country.
attacks-map-reading = { $count }: { $largest }. Country unknown: { $unknown }.
attacks-map-small = { $count ->
    [one] Too small to be drawn: { $places }.
   *[other] { $count } places are too small to be drawn: { $places }.
}
attacks-shares = Share of each count
attacks-place = Country
attacks-kind = Kind of network
attacks-limits = What this does not show

# Network: who acts together
nav-network = Network
network-page-question = Who acts together, and could it be innocent?
network-plain-warning = Read this first.
network-export = Graph file (GEXF)
network-not-allowed = Results about single accounts are not allowed here.
network-not-allowed-next = Enter a mandate with its basis, purpose and end date first.
network-none = Nobody was found acting together.
network-none-next = Read posts or shares into the lake; detectors run after each commit.
network-both-nulls = Asked of chance twice
network-groups-heading = Groups
network-pairs-heading = Pairs
network-members = Accounts
network-objects-both = Objects
network-by-chance = By chance
network-when = When
network-decided = Decided
network-two-accounts = Accounts
network-within = Within
network-null-accounts = Null 1: accounts dealt anew
network-null-times = Null 2: times dealt anew
network-left-to-chance = Left to chance
network-neither = neither null explains it
network-one = one null may explain it
network-only-counted = only counted
network-other-lines = one null may explain it, or only counted
network-seconds = { $count } s
network-sort = Order:
network-sort-surprise = least by chance
network-sort-objects = most objects
network-sort-last = newest
network-all-pairs = All pairs
network-left-out = { $count ->
    [one] One more pair is not listed; the graph file has it.
   *[other] { $count } more pairs are not listed; the graph file has them.
}
network-not-drawn = { $count ->
    [one] One pair is not drawn.
   *[other] { $count } pairs are not drawn.
}
network-picture = { $points } accounts and { $lines } pairs; { $strong } of them are explained by neither null. The table below says the same.
finding = Finding
verdict-open = open
verdict-watched = watched
verdict-dismissed = dismissed
verdict-attached = in an incident

# Story: how something spread
nav-story = How it spread
story-question = Where was it first seen, and would an answer spread it?
story-which = Which story? A link, a #hashtag, a domain, O-…, F-…, RUM-…, or words
story-show = Show
story-empty = No story is chosen.
story-empty-next = Name a link, a hashtag, a finding or a rumour above, or open one from the list of rumours.
story-choices = Findings whose story can be looked at
story-answer = Would an answer spread it?
story-answer-advice = Who answers repeats. Look at how far it has gone, whether it is growing, and who would see it only because of you.
story-none = Nothing that we hold carries { $about }.
story-none-next = It may stand elsewhere: what is not read in is not seen here.
story-sum = { $publications ->
    [one] One publication
   *[other] { $publications } publications
} by { $accounts ->
    [one] one account.
   *[other] { $accounts } accounts.
}
story-without-time = { $count } without a usable time take no part in any order.
story-per-step = Publications, { $step } a bar
story-days = { $count ->
    [one] one day
   *[other] { $count } days
}
story-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
story-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
story-first-heading = First appearances here
story-place = Place
story-to-the = Exact to the
story-deleted-since = deleted since
story-who = Who
story-where = Where
story-signal = Signal
story-tied = tied with { $count }
story-an-account = an account
story-names-heading = Who names whom
story-explicit-edges = Said openly
story-explicit-counts = { $reposts } reposts or forwards, { $replies } replies, { $links } links, { $named } with a source in their words
story-inferred-edges = Only later
story-inferred-count = { $count ->
    [one] One publication came later and names nothing: that it took this up is inferred.
   *[other] { $count } publications came later and name nothing: that they took this up is inferred.
}
story-contradicted-edges = Clocks say the opposite
story-coverage-heading = Outside our data
story-coverage-says = Of { $references } reposts, replies and links, { $outside } ({ $percent }) lead to what we do not hold.
story-no-references = Nothing in it refers to anything else.
story-lost-heading = Credit lost
story-lost-says = { $credited } carry credit; { $lost } later near-copies carry none.
story-listed = { $count ->
    [one] The first of them
   *[other] The first { $count } of them
}
story-clocks-disagree = clocks disagree
edge-repost = reposts
edge-reply = replies to
edge-link = links to
story-carried = Carried by, in the order of first appearance
story-linked-outlets = Linked outlets
story-class = Class
story-jurisdiction = Country
story-outlets = Outlets
story-first-time = First
story-class-note = Classes are dated rows with a source; your own come first. Private accounts are one number and never a step of a path.
outlet-state-controlled = state-controlled
outlet-state-funded = state-funded, editorially independent
outlet-public-service = public service
outlet-private = private
outlet-party = party
outlet-unknown = not decided
story-copies-heading = Near-copies of the first text
story-no-copies = None that may be shown.
story-same-words = same words
story-alike = { $percent } alike
story-leads-heading = Who tends to come first on other objects
story-before = before
story-lead-says = { $leads } of { $decided } times, { $ties } ties
precision-us = microsecond
precision-ms = millisecond
precision-s = second
precision-min = minute
precision-h = hour
precision-day = day

# Statements and polls
nav-statements = Statements and polls
statements-question = Who says what about whom, who denies it, and what do the polls cited ask?
statements-paste = Paste an article, or drop a file here
statements-paste-hint = A text or a saved page, in English or French. It is read here and not kept.
statements-read = Read it
statements-file = Choose a file …
statements-reading-file = From the file { $name }
statements-empty = No article is open.
statements-empty-next = Paste one above, or drop a saved page: its ledger stands here in a second.
statements-none = No statement was read.
statements-none-next = The rules may have missed one: the text stands beside. Only English and French are read.
statements-not-said = What they did not say
statements-not-said-nothing = So the article tells it. None of it is counted as a statement, and nothing follows from it.
statements-article = The article
statements-ledger = Who says what
statements-filter-act = Act
statements-filter-all = all acts
statements-filter-about = About
statements-show-words = Show the words of statement { $number }
statements-nothing-so = No statement fits this filter.
statements-nobody = nobody named
statements-part-cue = says so
statements-part-speaker = speaker
statements-part-target = about whom
statements-part-content = what is said
statements-part-of = { $part }, statement { $number }:
statements-legend = What the marks mean
statements-quoted-direct = own words
statements-quoted-indirect = reported
statements-quoted-mixed = partly own words
statements-quoted-none = not quoted
statements-modality-hearsay-conditional = hearsay, in the conditional
statements-modality-unreal = hypothetical
statements-rule = Rule { $rule }
statements-by-tagger = found by the tagger
statements-by-person = corrected by a person
statements-correct = Correct
statements-correct-number = Correct statement { $number }
statements-correct-title = Correct a statement
statements-correct-none = This is not a statement
statements-correct-targets = Several names with a semicolon between them.
statements-correct-keep = Keep the correction
statements-correct-hint = The words that say so and what is said must stand in the article. The journal keeps their places and your own words, not the article.
statements-act-accuse = accuses
statements-act-allege = alleges
statements-act-deny = denies
statements-act-reject = rejects
statements-act-warn = warns
statements-act-threaten = threatens
statements-act-promise = promises
statements-act-announce = announces
statements-act-confirm = confirms
statements-act-reveal = reveals
statements-act-state = says
statements-act-claim = claims
statements-act-request = asks for
statements-act-urge = urges
statements-act-criticise = criticises
statements-act-support = supports
statements-act-express-concern = is worried
statements-act-apologise = apologises
statements-act-decline-comment = declines to comment
statements-add = Add a statement
statements-add-title = Add a statement that was missed
statements-corrections = Corrected by people
statements-done-changed = Reads otherwise:
statements-done-added = Added:
statements-done-not-a-statement = Not a statement:
statements-check = Check numbers against our logs
statements-check-done = { $count ->
    [0] No statement holds a number that logs could answer.
    [one] One statement was checked against our logs; the answer stands below its words.
   *[other] { $count } statements were checked against our logs; the answers stand below their words.
}
checked-measured = measured
checked-weak = weak
checked-not-in-logs = not in the logs
checked-not-checkable = not checkable from logs
statements-accusations = Accusations and replies
statements-accusation-to = { $who } → { $targets }
statements-drifts = Headlines that say more than the words under them
statements-polls = Polls cited, by what was asked
statements-polls-apart = Each question stands alone: an opinion is no vote, and the tables are not to be compared.
statements-poll-whom = Whom
statements-poll-share = Share
statements-poll-change = Change, points
statements-poll-computed = computed
statements-poll-institute = Asked by
statements-poll-sponsor = for { $name }
statements-poll-field = Asked on
statements-poll-sample = People
statements-poll-not-said = not said
statements-round-first = first round
statements-round-second = second round
statements-other-percentages = { $count ->
    [one] One other percentage in the text is no poll figure.
   *[other] { $count } other percentages in the text are no poll figures.
}
polls-held = The polls of this project
polls-none = This project holds no polls.
polls-none-next = Add a table of polls (the CSV of nsppolls or MieuxVoter, the JSON or CSV of pollsposition), or put tables and saved articles into the folder { $folder } of the project. Nothing is fetched.
polls-no-figure = No poll figure was found in these files.
polls-add = Add tables of polls
polls-about = Candidate
polls-event = What do they show of a day?
polls-event-hint = A name narrows the tables; a day beside it asks what these polls can show of a change on it. They never show its cause.
polls-show = Show
polls-count = { $count ->
    [one] one poll
   *[other] { $count } polls
}
polls-level = Level, 95 % interval
polls-trend = Level through time, with its interval
polls-last = Last poll
polls-polls = Polls
polls-interval = { $low } to { $high }
polls-no-level-too-few = fewer than three polls with a day and a number of people
polls-no-level-question-unstated = the question is not said
polls-no-level-too-long = over too long a time
polls-no-level-too-many-institutes = by too many institutes
polls-no-level-mixed = of several kinds
polls-against = { $name } against { $other }
polls-against-whom = against { $other }
polls-days = { $from } to { $to }
polls-expressed = { $count } who named somebody
polls-hypotheses = mean of { $count } hypotheses
polls-institutes = { $count ->
    [one] one institute
   *[other] { $count } institutes
}
polls-rolling = rolling
polls-trend-reading = { $name }: level from { $before } % on { $from } to { $now } % on { $to }, there between { $low } and { $high } %.
polls-asked = The polls themselves
polls-asked-left = { $count ->
    [one] One older poll is not listed.
   *[other] { $count } older polls are not listed.
}
polls-lines-left = { $count ->
    [one] One further candidate, polled less often, is not shown.
   *[other] { $count } further candidates, polled less often, are not shown.
}
polls-tables-left = { $count ->
    [one] One further table with fewer polls is not shown.
   *[other] { $count } further tables with fewer polls are not shown.
}
polls-all = Show all tables and candidates
polls-cannot = What these polls cannot show
polls-files = Read from
polls-left-out = Not shown:
polls-files-left = { $count ->
    [one] One further file of the folder was not read.
   *[other] { $count } further files of the folder were not read.
}
statements-actors = Named
statements-unlisted = { $count ->
    [one] One other name is not on the watch list and is not shown.
   *[other] { $count } other names are not on the watch list and are not shown.
}
statements-date-unknown = date unknown
statements-original = First published at { $link }
statements-rumour = It repeats a sealed rumour. Whatever it says of it, it spreads it.
basis-json-ld = date from the page’s data
basis-meta = date from the page’s data
basis-time = date from the page
basis-url = date from the address
basis-text = date from the text
reservation-cut = Longer than 5 MB: the rest was not read.
reservation-one-reading = The page is nested too deeply for the first of two readings.
reservation-no-article = No article was found in it: every block that could be one is read.
reservation-dates-disagree = Two dates of the page disagree.
reservation-two-languages = It holds paragraphs in two languages.
statements-limits = What to keep in mind
statements-command = As a table or as JSON, by the command line:
