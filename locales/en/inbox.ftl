# vigie inbox and vigie tip

inbox-damaged = the file is damaged, cut, or may not be read
inbox-empty-file = the file is empty
inbox-spreadsheet = a spreadsheet: save it as CSV to read posts from it; a register of measures is read with vigie measure import
inbox-incomplete = it was not read to its end: { $why }
inbox-all-rejected = none of its rows could be read ({ $count ->
    [one] 1 set aside
   *[other] { $count } set aside
})
inbox-note = Set aside at { $at } by Vigie.
    { $why }
    The file is as it came. Put it right, or name its format (vigie sources), and drop it into inbox/ again.

column-text = the words of the publication
column-author-id = the account’s number or id; keeps renamed accounts together
column-author-name = the account’s name
column-published-at = when it says it was published
column-observed-at = when somebody collected it
column-platform = the platform; often a constant such as 'telegram'
column-native-id = the publication’s own id
column-kind = post, repost, reply, article …
column-title = a headline
column-url = the address of the publication itself
column-language = its language
column-link = links that it shares
column-hashtag = hashtags
column-domain = domains that it shares
column-image = images, by address or digest
column-repost-of = the id of what it reposts
column-reply-to = the id of what it replies to
column-label = a label that somebody gave it

inbox-empty = The inbox is empty. Drop files into inbox/ in the project folder.
inbox-arriving = arriving
inbox-ready = can be read
inbox-needs-mapping = which column is what?
inbox-unknown = unknown
inbox-read = read, now in inbox/read/
inbox-kept = not read, now in inbox/kept/

tip-ask-text = What were you told?
tip-ask-from = Who told you, as far as they may be named? (may be empty)
tip-taken = Taken as { $tip }. Its words are signal { $signal }, on record as { $entry }.
tip-none = Nobody has told us anything.

# What an unknown file looks like.
looks-unknown = something else
looks-pdf = a PDF document
looks-picture = a picture
looks-sound = a sound recording
looks-film = a film
looks-program = a program
looks-database = a database file
looks-archive = an archive or a compressed file that is not unpacked here
looks-inner-archive = an archive or office file inside an archive: unpack it and read what is in it
looks-bzip2 = a file compressed with bzip2
looks-xz = a file compressed with xz
looks-document = a text processor’s document
looks-packets = a recording of network packets
looks-binary = binary bytes
looks-table = a table whose columns nobody named
looks-log = a table with addresses of machines: logins or requests, in columns that are not known here
looks-polls = a table of polls, not of posts
looks-json = JSON of a shape that is not known
looks-xml = XML or HTML of a shape that is not known
looks-text = plain text
inbox-looks = It looks like { $looks }: no format that is known here; vigie sources lists them.
inbox-polls = a table of polls, not of posts: no mapping is needed, reading it puts it into { $folder }
inbox-polls-taken = A table of polls: it lies in { $folder } now, and the screen Statements and polls shows it.
inbox-table = a table: say which column is what; guesses stand beside its columns
