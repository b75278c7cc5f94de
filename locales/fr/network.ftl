# vigie network

network-written = { $lines ->
    [one] { $lines } ligne tirée
   *[other] { $lines } lignes tirées
} de { $shares ->
    [one] { $shares } partage
   *[other] { $shares } partages
}, dans { $file }
network-left-out = { $count ->
    [one] { $count } ligne laissée
   *[other] { $count } lignes laissées
} de côté : sans objet, compte, contenu ou heure utilisable
network-rejected = { $count ->
    [one] { $count } ligne illisible
   *[other] { $count } lignes illisibles
}
network-incomplete = Le fichier n’a pas été lu jusqu’au bout : { $why }
