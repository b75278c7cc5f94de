# vigie story

outlet-state-controlled = state-controlled
outlet-state-funded = state-funded, editorially independent
outlet-public-service = public service
outlet-private = private
outlet-party = party
outlet-unknown = not decided
outlet-accounts = accounts

story-heading = { $about }: { $publications ->
    [0] nothing that we hold carries it
    [one] 1 publication
   *[other] { $publications } publications
}
story-accounts = { $accounts ->
    [one] from 1 account
   *[other] from { $accounts } accounts
}
story-untimed = { $count ->
    [one] 1 has no usable time and takes no part in the order.
   *[other] { $count } have no usable time and take no part in the order.
}
story-first-seen = { $span ->
    [moment] First seen here at { $from }
   *[other] First seen here between { $from } and { $until }
} (the stamp is exact to { $precision ->
    [us] the microsecond
    [ms] the millisecond
    [s] the second
    [min] the minute
    [h] the hour
   *[other] the day
}); { $tied ->
    [one] nothing else that we hold may have been earlier.
   *[other] { $tied } publications may each have been the first.
}
story-first = First appearances
story-rank = place
story-ties = ties
story-when = when
story-precision = to the
story-who = who
story-where = where
story-withheld = an account
story-curve = Spread ({ $step } a step, from { $from })
story-edges = Who names whom
story-explicit = Explicit: { $reposts } reposts or forwards, { $replies } replies, { $links } links, { $named } with a source named in words.
story-inferred = { $count ->
    [one] 1 came later and names nothing: no direction follows from that.
   *[other] { $count } came later and name nothing: no direction follows from that.
}
story-contradicted = { $count ->
    [one] 1 explicit edge is contradicted by its clocks.
   *[other] { $count } explicit edges are contradicted by their clocks.
}
story-copies = Near-copies of the first text: { $count }
story-copy-equal = same words
story-path = Carried by, in the order of first appearance
story-by-accounts = { $accounts ->
    [one] 1 account
   *[other] { $accounts } accounts
}
story-class-publications = publications
story-class-by = by
story-class-first = first seen
story-gone = { $who } (deleted since)
story-linked = Linked outlets
story-class-date = Classes of outlets are dated rows with a source in profiles/outlets; your own ([[outlet]] in vigie.toml) come first.
story-leads = Who tends to come first on other objects
story-lead = { $leader } before { $follower }: { $leads } of { $decided } times, ties { $ties }, half of the time within { $median }; q { $q }
story-coverage = Of { $references } reposts, replies and links, { $outside } ({ $percent } %) lead to what we do not hold.
story-no-references = Nothing in it refers to anything else.
story-lost = { $lost ->
    [0] No later near-copy drops the credit that an earlier one carried.
    [one] 1 later near-copy drops the credit that an earlier one carried.
   *[other] { $lost } later near-copies drop the credit that an earlier one carried.
}
story-lost-first = First on { $at }.
story-caveats = Before you tell anybody
story-never-origin = First seen here is not where it began: what was published elsewhere, earlier, or deleted is not in the data.
story-translation = Translation: not looked for.
story-poor-coverage = More than half of what it refers to is not in our data: nothing can be said about who was first.
story-deleted = { $count ->
    [one] 1 publication was deleted since; what is told of it is an earlier state.
   *[other] { $count } publications were deleted since; what is told of them is an earlier state.
}
story-left-out = { $count ->
    [one] 1 publication was left out, because there are too many.
   *[other] { $count } publications were left out, because there are too many.
}
story-ask = Which story? A link, a #hashtag, a domain, O-…, F-…, RUM-…, or words:
