# Words that several commands share.

error-label = error:
cause-label = because:
hint-label = hint:
warning-label = warning:
next = Next:

# How soon somebody should look.
when-now = now
when-today = today
when-note = note

# How a finding stands to what was held before.
state-new = new
state-revised = revised
state-provisional = provisional

# How far a detector has been tried.
maturity-preview = preview
maturity-stable = stable

findings-more = … and { $count } more; --limit 0 shows all
new-without-init = { $dir } has no vigie.toml: the defaults are used, and a lake and a key file are made there
lake-empty = The lake is empty.
