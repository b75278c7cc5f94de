# vigie measure

measure-row-long = a cell is longer than 8 kB
measure-row-empty = { $field } is empty
measure-row-bad = { $field } cannot be { $text }
measure-row-both-ways = due { $text } can be read day first or month first: write it as 2027-04-13
measure-row-no-day = due { $text } is no day: write it as 2027-04-13
measure-row-more-than = { $done } done of { $of }

measure-none = No measure is registered.
measure-none-overdue = Nothing is overdue.
measure-count = { $count ->
    [one] 1 measure
   *[other] { $count } measures
}: { $place } in place, { $overdue } overdue
measure-overdue = overdue
measure-planned = planned
measure-in-place = in place
measure-not-applicable = not applicable
measure-nobody = nobody yet
measure-evidence = evidence: { $evidence }
measure-red-lines = Red lines
measure-crossed = crossed
measure-red-line = If { $if }, then { $who } calls { $calls } within { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
measure-second-factor = The logs show: second factor on { $done } of { $of } accounts that signed in, until { $until }. Who did not sign in is not counted. To take it over: vigie measure set M-… --done { $done } --of { $of } --evidence …
measure-offered = { $count ->
    [one] Your role offers one more; vigie measure start shows it.
   *[other] Your role offers { $count } more; vigie measure start shows them.
}
measure-days = { $days ->
    [one] within 1 day
   *[other] within { $days } days
}
measure-set-of = Where to begin for the role { $role }, as of { $date }, after:
measure-taken = Taken: { $measures ->
    [one] 1 measure
   *[other] { $measures } measures
}, { $lines ->
    [one] 1 red line
   *[other] { $lines } red lines
}.
measure-taken-known = { $count ->
    [one] 1 stood in the register already.
   *[other] { $count } stood in the register already.
}
measure-imported = { $added } added, { $changed } changed, { $unchanged } as they were.
measure-set-aside = { $count ->
    [one] 1 row was set aside:
   *[other] { $count } rows were set aside:
}
measure-row = row { $row }
measure-exported = Written: { $file }
measure-removed = { $id } is out of the register.

measure-ask-asset = What is protected?
measure-ask-measure = How?
measure-ask-if = What has to happen?
measure-ask-who = Who acts?
measure-ask-calls = Whom do they call?
