# vigie ingest

ingest-file = file
ingest-source = source
ingest-new = new
ingest-known = known
ingest-rejected = set aside
ingest-skipped = skipped
ingest-size = size
ingest-total = total

ingest-incomplete = not read to its end: { $why }. What was read is kept.
ingest-set-aside = { $count ->
    [one] 1 row set aside
   *[other] { $count } rows set aside
}
ingest-lines = { $count ->
    [one] line { $lines }
   *[other] lines { $lines }
}
ingest-untimed = { $count ->
    [one] 1 row without a usable time
   *[other] { $count } rows without a usable time
}
ingest-ask-text = What does { $file } say?
ingest-commit = Kept as commit { $commit } under the mandate { $mandate }.
ingest-nothing-new = Nothing new: the lake holds all of it already.

# Why a row was set aside.
reject-format = not in this format
reject-too-long = too long
reject-binary = binary bytes
reject-json = broken JSON
reject-csv = broken CSV
reject-missing-field = a needed field is missing
reject-rounded-id = an id that was rounded
reject-truncated = cut off at the end
reject-other = other

# A mapping that names what is not there.
ingest-absent = { $column } stays empty: this file has no field { $field }.
ingest-absent-needed = Every row was set aside: { $column } needs the field { $field }, which this file does not have.
ingest-absent-has = It has { $fields }.

# Records that are read and are no signals.
ingest-dropped = Passed over, no signals: { $count } { $what }
dropped-pictures--scripts-and-other-files-that-are-no-pages = pictures, scripts and other files that are no pages
dropped-answers-of-other-protocols = answers of other protocols
dropped-answers-other-than-200 = answers other than 200
dropped-documents-that-are-no-web-pages = documents that are no web pages
dropped-identity-and-account-events = identity and account events
dropped-items-of-platforms-other-than-X--TikTok-and-Instagram = items of platforms other than X, TikTok and Instagram
dropped-items-that-are-neither-comment-nor-video = items that are neither comment nor video
dropped-likes--follows--blocks-and-lists = likes, follows, blocks and lists
dropped-service-messages = service messages
dropped-items-without-content = items without content
dropped-addresses-of-further-sitemaps = addresses of further sitemaps
