# vigie detect

detect-nothing = nothing found
detect-not-run = not run
detect-counts = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}: { $new } new, { $revised } revised
detect-read = Read commit { $read }. Times: { $zone }.
detect-kept = Kept as commit { $commit }.
detect-broken = Not run: { $file }:{ $line }: { $message }. What to write: { $hint }
