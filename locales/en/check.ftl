# vigie check

check-ask = Which sentence?
check-measured = measured
check-weak = weak
check-not-in-logs = not in the logs
check-not-checkable = not checkable from logs
check-part = { $words }: { $checked }
check-show = show:
check-lines = lines
check-sources = sources
check-bursts = bursts
check-attacks = attacks
check-per-day = Per day, over { $periods ->
    [one] 1 day
   *[other] { $periods } days
} ({ $from } to { $to }), in the middle and at most: lines { $lines } (most { $lines_most }), sources { $sources } ({ $sources_most }), bursts { $bursts } ({ $bursts_most }), attacks { $attacks } ({ $attacks_most }).
check-per-days = In { $days ->
    [one] 1 day
   *[other] { $days } days
} ({ $from } to { $to }), { $periods ->
    [one] one such stretch
   *[other] { $periods } such stretches
}: lines { $lines } (most { $lines_most }), sources { $sources } ({ $sources_most }), bursts { $bursts } ({ $bursts_most }), attacks { $attacks } ({ $attacks_most }).
check-thin = { $days ->
    [one] One day holds less than a tenth of the usual lines and is left aside.
   *[other] { $days } days hold less than a tenth of the usual lines and are left aside.
}
check-holds = Read as { $range }, it holds by { $holds }.
check-holds-in = { $what } in { $holds } of { $periods }
check-too-short = The logs cover less than the time that the sentence speaks of.
check-busiest = The busiest { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
} held { $most } lines, whatever they show. { $bins ->
    [0] { $range } was never reached in so short a time
    [one] { $range } was reached once
   *[other] { $range } was reached { $bins } times
}.
check-by-day-only = Sources, bursts and attacks are counted by day here, not within less.
check-from = Registered in { $countries }: { $lines } % of lines, { $sources } % of sources, { $bursts } % of bursts, { $attacks } % of attacks, by { $databases }; { $unknown } % of addresses unknown. This is the last hop, not the author.
check-share-by = Read as { $range }, it holds by { $by }.
check-share-none = Read as { $range }, it holds by none of the four counts.
check-share-of-what = A share of what, or from where, is not said.
check-no-database = An address has no country by itself. Name a database under [attacks] in vigie.toml (country_database); even then it tells the last hop, not the author.
check-no-attack-lines = No attack was found in these logs.
check-abroad = Which country is home is not known: vigie.toml has no setting for it. Ask about a country by its name, or look at the shares by country. They tell the last hop, not the author.
check-no-lines = No web, mail or login log was read.
check-no-mails = Mails are not read from logs here: logins and refused mails for others are.
check-no-posts = Accounts and posts are in no log: vigie story and vigie network look at those.
check-no-target = No log of this kind was read.
check-target = { $read } lines of this kind were read; most attack lines are at { $targets }.
check-target-quiet = { $read } lines of this kind were read, and none belongs to an attack.
check-author = Who did or ordered it is in no log: an address is where the last hop is.
check-reputation = What somebody is known for is in no log, and it is no evidence about this.
check-busiest-attacks = The busiest { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
} held { $most } lines of attacks. { $bins ->
    [0] { $range } was never reached in so short a time
    [one] { $range } was reached once
   *[other] { $range } was reached { $bins } times
}.
check-busiest-under = The busiest { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
} held { $most } lines. Read as { $range }, it holds throughout.
check-busiest-over = The busiest { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
} held { $most } lines. Read as { $range }, it does not hold.
check-on-day = On { $from }: lines { $lines }, sources { $sources }, bursts { $bursts }, attacks { $attacks }.
check-on-days = On { $days } days from { $from } to { $to } together: lines { $lines }, sources { $sources }, bursts { $bursts }, attacks { $attacks }.
check-holds-not = Read as { $range }, it does not hold.
check-all-lines = Lines are all that were read here, whatever they show.
check-at = Counted at { $targets } only.
check-of-logins = Of tries to log in only.
check-whole-days = Whole days are counted here, and the sentence speaks of parts of days.
check-partly = The logs hold { $from } to { $to } only, and the sentence speaks of more.
check-outside = The sentence speaks of { $asked }; the logs hold { $from } to { $to }.
check-when-unknown = Which day is meant is not known: the text has no date.
check-no-visitors = Where visitors come from is not looked up here: addresses of attacks are.
check-target-share = There: { $lines } % of lines, { $sources } % of sources, { $bursts } % of bursts, { $attacks } % of attacks.
check-change = A usual day in { $before }: { $one }. A usual day in { $after }: { $other }.
check-change-since = Since when is not said, so there is nothing to compare.
check-change-outside = This compares { $before } with { $after }, and the logs do not hold both.
check-n-lines = lines
check-n-sources = sources
check-n-bursts = bursts
check-n-attacks = attacks
check-caveat-counts = "An attack" has no agreed meaning. Ask which of the four is meant: lines, sources, bursts or attacks.
check-caveat-hop = Where an address is registered does not say who sent anything.
check-nothing = Nothing in this sentence can be checked against logs: no number, share, time, place or author was read in it.
