# vigie detect

detect-nothing = aucun constat
detect-not-run = non lancé
detect-counts = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
} : { $new ->
    [one] { $new } nouveau
   *[other] { $new } nouveaux
}, { $revised ->
    [one] { $revised } révisé
   *[other] { $revised } révisés
}
detect-read = Commit lu : { $read }. Heures : { $zone }.
detect-kept = Gardé sous le commit { $commit }.
detect-broken = Pas exécutée : { $file }:{ $line }: { $message }. À écrire : { $hint }
