# Sondages : ce qui se dit à côté d’un chiffre, et ce que des sondages peuvent montrer.

poll-caution-race-from-opinion = Le texte parle d’une course, mais c’est une part d’opinions, pas de voix : aucun ordre d’arrivée n’en découle.
poll-caution-question-unstated = Le texte ne dit pas quelle question a été posée.
poll-caution-institute-unstated = Le texte ne dit pas qui a posé la question.
poll-caution-sample-unstated = Le nombre de personnes interrogées n’est pas dit : il n’y a donc pas d’intervalle.
poll-caution-does-not-add-up = Les parts de ce sondage ne font pas 100 %.
poll-caution-rolling = Une vague d’un sondage en continu : elle partage des personnes avec ses voisines.
poll-moved-too-few = Avec { $before ->
    [one] { $before } sondage
   *[other] { $before } sondages
  } dans les trois semaines d’avant et { $after } dans celles d’après (il en faut { $needed } de chaque côté), ces sondages ne peuvent pas montrer si quelque chose a bougé.
poll-moved-not-shown = Aucun changement qui se distingue du mouvement ordinaire : { $points } points, entre { $low } et { $high }. Un pas aussi grand se voit à { $as_large } des { $placebos } autres dates. Un changement de moins de { $smallest } points ne se verrait pas.
poll-moved-changed-cause-unknown = Le niveau a changé autour de cette date : { $points } points, entre { $low } et { $high } ; un pas aussi grand se voit à { $as_large } des { $placebos } autres dates. Sa cause n’est pas dans les sondages.

poll-question-intention = intention de vote
poll-question-duel = intention de vote, en duel
poll-question-favourable = opinion favorable
poll-question-popularity = popularité dans la fonction
poll-question-certainty = certitude du choix
poll-question-unstated = question non précisée

poll-round-first = premier tour
poll-round-second = second tour

# vigie polls
poll-heading = { $figures ->
    [one] Un chiffre
   *[other] { $figures } chiffres
  } de sondages, { $files ->
    [one] d’un fichier
   *[other] de { $files } fichiers
  }
poll-filtered = Écartés par ce qui est demandé : { $count } chiffres
poll-file = { $file } · { $layout } · { $polls } sondages, { $figures } chiffres
poll-file-article = { $file } · un article · { $figures ->
    [one] { $figures } chiffre de sondage
   *[other] { $figures } chiffres de sondages
}, { $others ->
    [one] { $others } autre pourcentage
   *[other] { $others } autres pourcentages
}
poll-layout-nsppolls = nsppolls
poll-layout-mieux_voter = MieuxVoter
poll-layout-pollsposition = pollsposition
poll-layout-unified = pollsposition, familles politiques
poll-layout-popularity = pollsposition, popularité
poll-aside = Mis de côté : { $what }
poll-mended = Réparé : { $what }
poll-odd-dates = Dates loin de la clé de leur sondage, laissées telles quelles : { $what }
poll-counted = { $count } × { $what }
poll-why-result = résultat d’une élection, pas un sondage
poll-why-seats = des sièges, pas des parts
poll-why-no_figure = pas de chiffre entre 0 et 100
poll-why-no_date = pas de date
poll-why-ends_before_it_begins = finit avant de commencer
poll-why-no_candidate = personne n’est nommé
poll-why-repeats = répète une autre ligne
poll-why-transfers = reports de voix entre les tours : pas une part des voix
poll-why-broken = trop peu de colonnes ou de noms
poll-why-unknown_question = une autre question
poll-repair-year_from_key = année d’une date, d’après la clé de son sondage
poll-repair-institute_spelling = orthographe d’un institut
poll-repair-error_columns = marge donnée comme bornes de l’intervalle
poll-repair-more_expressed_than_asked = plus d’exprimés que d’interrogés : ce nombre est omis
poll-aside-line = ligne { $line } : { $why }
poll-aside-more = { $count } autres lignes sont dans --format json
poll-column-candidate = candidat
poll-column-against = contre
poll-column-polls = sondages
poll-column-institutes = par
poll-column-first = premier
poll-column-last = dernier
poll-column-value = dernier, %
poll-column-hypotheses = hyp.
poll-column-level = niveau, %
poll-column-interval = intervalle à 95 %
poll-column-day = jour
poll-none = Aucun chiffre de sondage n’a été trouvé, ou aucun de ceux qui sont demandés.
poll-lines-left = { $count } autres candidats ne sont pas montrés : --limit 0 les montre tous, --about NOM un seul
poll-tables-left = { $count } autres tableaux ne sont pas montrés, chacun avec moins de sondages que ceux de sa question ci-dessus : --limit 0 les montre tous, --election et --about en choisissent
poll-houses = De combien chaque institut se place au-dessus (+) ou au-dessous (-) des autres, en points
poll-house = { $institute } { $offset } ± { $within } ({ $polls })
poll-levels = { $candidate } : niveau au fil du temps
poll-levels-against = { $candidate } contre { $against } : niveau au fil du temps
poll-event = Ce que ces sondages peuvent montrer du { $day }
poll-caveat-questions = Chaque question est à part : une opinion favorable n’est pas une intention de vote, et les tableaux ne se comparent pas. Les candidats sont rangés par nombre de sondages, non par leurs parts.
poll-caveat-hypotheses = Quand un sondage pose plusieurs hypothèses de candidatures, sa mesure est la moyenne de celles où la personne se présente ; dans un même sondage, elles s’écartent jusqu’à { $points } points. --hypothesis MOTS ne garde que celles de ce nom.
poll-caveat-election = { $file } ne dit pas de quelle élection il s’agit : « { $label } » vient de son nom.
poll-caveat-level = Niveau : ce que disent ensemble les sondages au jour du dernier, écarts constants entre instituts ôtés, avec l’intervalle où il se trouve à 95 % si le modèle est juste. Il ne sait pas si tous les instituts se trompent ensemble, et ne prédit rien.
poll-caveat-no-level = Un tiret remplace le niveau quand moins de trois sondages donnent une date et un nombre de personnes, ou que la question n’est pas précisée.
poll-caveat-event = Aucun sondage ne montre pourquoi quelque chose a bougé : d’autres choses arrivent chaque jour.
