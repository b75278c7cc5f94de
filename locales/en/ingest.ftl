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
ingest-cut-off = it ends inside a record or a list, at line { $line }, and seems cut off
ingest-sheets-all = { $file }: { $count } sheets read with the same columns. --sheet NAME reads one alone.
ingest-sheets-left = { $file }: only the sheet that was asked for was read. Not read: { $names }.
ingest-ambiguous = Say which comes first, and read the file again: date_order='day-first' or date_order='month-first' in the mapping.

# How dates were read, and why so.
ingest-dates-day = Dates in { $field }: the day comes first, because line { $line } has a day above 12 there.
ingest-dates-month = Dates in { $field }: the month comes first, because line { $line } has a day above 12 behind it.
ingest-dates-points = Dates in { $field }: with points between, so the day comes first.
ingest-dates-counted = Dates in { $field }: numbers of days as spreadsheets count them, from the end of 1899.

# Why a row was set aside.
reject-format = not in this format
reject-too-long = too long
reject-binary = binary bytes
reject-json = broken JSON
reject-csv = broken CSV
reject-missing-field = a needed field is missing
reject-rounded-id = an id that was rounded
reject-truncated = cut off at the end
reject-ambiguous-date = a date in which day and month cannot be told apart
reject-other = other

# A mapping that names what is not there.
ingest-absent = { $column } stays empty: this file has no field { $field }.
ingest-absent-needed = Every row was set aside: { $column } needs the field { $field }, which this file does not have.
ingest-absent-has = It has { $fields }.

# Records that are read and are no signals.
ingest-dropped = Passed over, no signals: { $what } ({ $count })
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

# What was expected of a row that was set aside.
detail-the-day-and-the-month-of-its-date-cannot-be-told-apart = the day and the month of its date cannot be told apart
detail-a-NUL-byte = a NUL byte
detail-a-line-longer-than-a-record-may-be = a line longer than a record may be
detail-a-message-longer-than-a-record-may-be = a message longer than a record may be
detail-an-object-longer-than-a-record-may-be = an object longer than a record may be
detail-an-element-longer-than-a-record-may-be = an element longer than a record may be
detail-a-page-longer-than-a-record-may-be = a page longer than a record may be
detail-the-object-is-open-at-the-end = the object is open at the end
detail-an-object-is-open-at-the-end = an object is open at the end
detail-the-document-is-open-at-the-end = the document is open at the end
detail-a-record-is-open-at-the-end = a record is open at the end
detail-a-quote-is-open-at-the-end = a quote is open at the end
detail-an-element-is-open-at-the-end = an element is open at the end
detail-the-line-ends-inside-the-object = the line ends inside the object
detail-the-last-line-is-not-complete = the last line is not complete
detail-objects-or-lists-nest-too-deep = objects or lists nest too deep
detail-no-object-that-ends = no object that ends
detail-no-JSON-object = no JSON object
detail-no-object = no object
detail-no-JSON-object-inside = no JSON object inside
detail-a-quote-that-does-not-close = a quote that does not close
detail-another-number-of-fields-than-the-header-has = another number of fields than the header has
detail-the-header-cannot-be-used = the header cannot be used
detail-none-of-the-mapped-fields = none of the mapped fields
detail-no-record-of-this-format = no record of this format
detail-no-element-of-this-format = no element of this format
detail-no-date-at-the-start-of-a-chat = no date at the start of a chat
detail-no-date-at-the-start-of-a-message = no date at the start of a message
detail-a-message-without-id = a message without id
detail-a-message-without-its-chat = a message without its chat
detail-a-post-without-id = a post without id
detail-an-item-without-id = an item without id
detail-no-id = no id
detail-no-author = no author
detail-no-object-id-or-no-account-id = no object_id or no account_id
detail-no-domain-name = no domain name
detail-no-stamp-of-a-system-log = no stamp of a system log
detail-no-stamp-of-a-service-log = no stamp of a service log
detail-no-header-of-a-message = no header of a message
detail-no-markup-and-no-text-of-a-page = no markup and no text of a page
detail-neither-an-address--a-title-nor-a-text = neither an address, a title nor a text
detail-neither-a-message-nor-a-service-message = neither a message nor a service message
detail-the-line-does-not-begin-with-an-address = the line does not begin with an address
detail-expected-a-combined-log-line = expected a combined log line

# More that is no signal.
dropped-messages-of-the-system = messages of the system
