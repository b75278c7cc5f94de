# vigie serve, and what the server says of itself.

serve-at = Vigie is at { $url }
serve-stop = Stop with Ctrl-C.
serve-no-web = The screens were not built into this program. Build them, then build the program again:
serve-twins = The data of each screen is here:

problem-title-unreadable = The request cannot be read
problem-title-refused = This cannot be done so
problem-title-forbidden = Not allowed
problem-title-unknown = Not found
problem-title-outdated = Somebody else was faster
problem-title-too-large = Too large
problem-title-not-json = Not JSON
problem-title-method = Not this way
problem-title-busy = Busy
problem-title-full = The disk is full
problem-title-bug = Our mistake

problem-host = this server answers only under its own address
problem-host-hint = open the address that `vigie serve` printed
problem-origin = the request comes from another site
problem-origin-hint = open the address that `vigie serve` printed, and act there
problem-token = a change needs the token of this start
problem-token-hint = load the page again: the server was started anew
problem-unknown-path = there is nothing under this address
problem-unknown-path-hint = /openapi.json lists everything
problem-method = this address answers other methods only
problem-method-hint = /openapi.json lists them
problem-not-json = the body is not marked as JSON
problem-not-json-hint = send it with Content-Type: application/json
problem-unreadable = the body cannot be read: { $what }
problem-unreadable-hint = /openapi.json shows what is expected
problem-too-large = the body is larger than { $limit }
problem-too-large-hint = send less, or add the file with `vigie ingest`
problem-bug = something went wrong here; nothing was changed
problem-bug-hint = the log says what: start again with --log debug and report it
problem-outdated = somebody wrote about this while you were reading it
problem-outdated-hint = look at the newest state, then decide again
problem-change = such a change does not exist, or a field that it needs is missing
problem-change-hint = /openapi.json shows the fields of each change
problem-cut-short = the connection broke before the file was whole; nothing of it was kept
problem-cut-short-hint = send it again
