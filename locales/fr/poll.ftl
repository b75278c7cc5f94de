# Sondages : ce qui se dit à côté d’un chiffre, et ce que des sondages peuvent montrer.

poll-caution-race-from-opinion = Le texte parle d’une course, mais c’est une part d’opinions, pas de voix : aucun ordre d’arrivée n’en découle.
poll-caution-question-unstated = Le texte ne dit pas quelle question a été posée.
poll-caution-institute-unstated = Le texte ne dit pas qui a posé la question.
poll-caution-sample-unstated = Le nombre de personnes interrogées n’est pas dit : il n’y a donc pas d’intervalle.
poll-caution-does-not-add-up = Les parts de ce sondage ne font pas 100 %.
poll-caution-rolling = Une vague d’un sondage en continu : elle partage des personnes avec ses voisines.
poll-moved-too-few = Avec { $before } sondages dans les trois semaines d’avant et { $after } dans celles d’après (il en faut { $needed } de chaque côté), ces sondages ne peuvent pas montrer si quelque chose a bougé.
poll-moved-not-shown = Aucun changement qui se distingue du mouvement ordinaire : { $points } points, entre { $low } et { $high }. Un pas aussi grand se voit à { $as_large } des { $placebos } autres dates. Un changement de moins de { $smallest } points ne se verrait pas.
poll-moved-changed-cause-unknown = Le niveau a changé autour de cette date : { $points } points, entre { $low } et { $high } ; un pas aussi grand se voit à { $as_large } des { $placebos } autres dates. Sa cause n’est pas dans les sondages.

poll-question-intention = intention de vote
poll-question-duel = intention de vote, en duel
poll-question-favourable = opinion favorable
poll-question-popularity = popularité dans la fonction
poll-question-certainty = certitude du choix
poll-question-unstated = question non précisée
