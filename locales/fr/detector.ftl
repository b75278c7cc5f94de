# vigie detector

detector-sees = Ce que cela montre
detector-does-not-prove = Ce que cela ne prouve pas
detector-parameters = Paramètres
detector-facts = En bref
detector-reads = lit
detector-precision = heure la plus grossière
detector-when = quand regarder
detector-anchor = un constat par
anchor-day = jour
anchor-week = semaine
anchor-season = saison
detector-techniques = techniques
detector-cases = cas

test-passed = ok
test-failed = diffère
test-summary = { $cases ->
    [one] { $cases } cas
   *[other] { $cases } cas
}, { $failed ->
    [0] tous conformes aux pages
    [one] dont { $failed } non conforme
   *[other] dont { $failed } non conformes
}
