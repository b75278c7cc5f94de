### Reading the press.

press-ask = Paste an article, then end with Ctrl-D.
press-heading = { $statements ->
    [one] 1 statement
   *[other] { $statements } statements
} in { $articles ->
    [one] 1 article
   *[other] { $articles } articles
} of { $outlets ->
    [one] 1 outlet
   *[other] { $outlets } outlets
}
press-not-asked-for = { $count ->
    [one] 1 other statement was not asked for.
   *[other] { $count } other statements were not asked for.
}
press-date-unknown = date unknown
press-original = first at { $link }
press-repeats = This repeats article { $article } and is not counted again.
press-repeats-rumour = It repeats a sealed rumour. Whatever it says of it, it spreads it.
press-nobody = nobody named
press-accusations = Accusations and replies
press-no-reply = No reply found in the { $outlets ->
    [one] 1 outlet
   *[other] { $outlets } outlets
} that we read.
press-replied = Replied by { $by }.
press-drifts = Headlines that say more than the words under them
press-drift-names-more = “{ $headline }” names { $words }; the words under it do not.
press-drift-drops-hedge = “{ $headline }” leaves out “{ $words }”, which the words under it say.
press-polls = Poll figures, by what was asked
press-actors = Named
press-unlisted = { $count ->
    [one] 1 other name is not on the watch list and is not shown.
   *[other] { $count } other names are not on the watch list and are not shown.
}
press-checked = { $words }: { $verdict }. { $answer }
press-written = The statements are in { $file }.
press-caveat-rules = Read by rules that miss and misread some. The words stand beside each line: check them before you use it. A statement is what somebody said, not what is so.
press-caveat-language = Some text is in a language that is not read, or too short to tell.
press-caveat-cut = Only the first { $most } articles were read.
press-caveat-rumour = An article that reports or denies a sealed rumour counts as spreading it.
press-caveat-polls = Figures of different questions are not compared: a favourable opinion is no voting intention. No figure here shows that an event moved a poll.

act-accuse = accuses
act-allege = alleges
act-deny = denies
act-reject = rejects
act-warn = warns
act-threaten = threatens
act-promise = promises
act-announce = announces
act-confirm = confirms
act-reveal = reveals
act-state = says
act-claim = claims
act-request = asks for
act-urge = urges
act-criticise = criticises
act-support = supports
act-express-concern = is worried
act-apologise = apologises
act-decline-comment = declines to comment
