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
press-not-said = What they did not say, as the articles tell it
press-not-said-nothing = None of these is counted as a statement, and nothing follows from it.
press-drifts = Headlines that say more than the words under them
press-drift-names-more = “{ $headline }” names { $words }; the words under it do not.
press-drift-drops-hedge = “{ $headline }” leaves out “{ $words }”, which the words under it say.
press-drift-says-more = “{ $headline }” says “{ $words }”; under it, the same speaker says nothing so strong.
press-polls = Poll figures, by what was asked
press-actors = Named
press-unlisted = { $count ->
    [one] 1 other name is not on the watch list and is not shown.
   *[other] { $count } other names are not on the watch list and are not shown.
}
press-checked = { $words }: { $verdict }. { $answer }
press-written = The statements are in { $file }.
press-by-tagger = tagger
press-by-person = corrected by a person
press-corrections = Corrected by people
press-correction = { $done }: “{ $cue }” ({ $by }, entry { $entry })
press-correction-changed = reads otherwise
press-correction-added = added
press-correction-none = not a statement
press-corrected = Kept in the journal. `vigie case undo` takes it back.
press-exported = { $files ->
    [0] No corrected article was written.
    [one] One article was written, with { $corrections } of your corrections.
   *[other] { $files } articles were written, with { $corrections } of your corrections.
}
press-export-uncorrected = { $count ->
    [one] One article has no correction.
   *[other] { $count } articles have no correction.
}
press-export-sealed = { $count ->
    [one] One article repeats a sealed rumour and was not written.
   *[other] { $count } articles repeat a sealed rumour and were not written.
}
press-export-elsewhere = { $count ->
    [one] One correction is of an article that was not given.
   *[other] { $count } corrections are of articles that were not given.
}
train-done = Trained on { $documents } documents with { $words } words, from { $files } files.
train-model = The model is in { $file }: { $features } features, { $size } MB.
train-validated = On documents that it did not learn from, exact F1
train-held = On the file that was held back, exact F1
train-kind = What
train-expected = Labelled
train-rules = Rules alone
train-tagger = Tagger
train-kind-source = source
train-kind-cue = cue
train-kind-content = content
train-worse = The tagger is no better than the rules here. Label more, or leave it out.
train-use = Read with it: vigie statements --model { $file }, or press.model in vigie.toml.
press-caveat-rules = Read by rules that miss and misread some. The words stand beside each line: check them before you use it. A statement is what somebody said, not what is so.
press-second = Second reader ({ $model }): { $count ->
    [one] one place
   *[other] { $count } places
} of { $article }, beside what the rules read
press-second-dropped = { $count ->
    [one] One of its rows was dropped: its words do not stand in the article.
   *[other] { $count } of its rows were dropped: their words do not stand in the article.
}
press-second-refused = { $article }: no second reading: { $why }
press-caveat-second = The second reader is a language model. It only points at words of the article; whether they say what it takes them for is for you to read.
press-caveat-tagger = Some words were found by a tagger that was trained here. It is no rule that can be read; its rows are marked.
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
