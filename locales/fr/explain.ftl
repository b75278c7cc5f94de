# vigie explain

explain-why = Pourquoi faut-il le voir ? (la raison est consignée)
explain-provisional = Provisoire : la fenêtre sur laquelle il repose est encore ouverte.
explain-when = quand
explain-values = Ce qui a été mesuré
explain-parameters = Avec ces paramètres
explain-evidence = { $count ->
    [one] Preuve : { $count } signal
   *[other] Preuves : { $count } signaux, dont { $shown } montrés
}
explain-more = --lines en montre davantage
explain-not-held = source non conservée
explain-does-not-prove = Ce que cela ne prouve pas
explain-repeat = Pour le refaire
explain-revealed = Ce qui était masqué est montré, et c’est consigné.
