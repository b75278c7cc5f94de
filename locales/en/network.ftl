# vigie network

network-written = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} from { $shares ->
    [one] 1 share
   *[other] { $shares } shares
} in { $file }
network-left-out = { $count ->
    [one] 1 row
   *[other] { $count } rows
} took no part: no object, account, content or usable time
network-rejected = { $count ->
    [one] 1 row
   *[other] { $count } rows
} could not be read
network-incomplete = The file was not read to its end: { $why }
