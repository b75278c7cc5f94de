# vigie fetch

fetch-target = target
fetch-kind = kind
fetch-outcome = outcome
fetch-read = read
fetch-unchanged = nothing new
fetch-not-due = not due
fetch-nothing = nothing taken
fetch-due-at = to be asked again from { $at } on
fetch-behind = { $count } entries are still to be read: the next fetch goes on
fetch-no-target = vigie.toml names no network target, so nothing is asked. Name one under [network.NAME], with kind and url.

# What a target sent and what was expected.
fetch-no-feed = what came is no feed
fetch-no-feed-hint = it is kept in inbox/kept: see whether the url leads to a page instead of a feed
fetch-no-checkpoint = what came is no checkpoint of a log
fetch-no-checkpoint-hint = the url must be the monitoring prefix of a static log, without “checkpoint” behind it
fetch-shrunk-log = the log is shorter than it was
fetch-shrunk-log-hint = a log only ever grows: keep network/ as it is and tell those who watch over such logs
