# vigie measure

measure-row-long = une cellule dépasse 8 ko
measure-row-empty = { $field } est vide
measure-row-bad = { $field } ne peut être { $text }
measure-row-both-ways = échéance { $text } : le jour et le mois se confondent ; l’écrire comme 2027-04-13
measure-row-no-day = échéance { $text } : ce n’est pas un jour ; l’écrire comme 2027-04-13
measure-row-more-than = { $done } faits sur { $of }

measure-none = Aucune mesure n’est inscrite.
measure-none-overdue = Rien n’est en retard.
measure-count = { $count ->
    [one] { $count } mesure
   *[other] { $count } mesures
} : { $place } en place, { $overdue } en retard
measure-overdue = en retard
measure-planned = prévue
measure-in-place = en place
measure-not-applicable = sans objet
measure-nobody = personne encore
measure-evidence = preuve : { $evidence }
measure-red-lines = Lignes rouges
measure-crossed = franchie
measure-red-line = Si { $if }, alors { $who } appelle { $calls } dans { $minutes ->
    [one] la minute
   *[other] les { $minutes } minutes
}.
measure-second-factor = Les journaux montrent : second facteur sur { $done } des { $of } comptes qui se sont connectés, jusqu’au { $until }. Qui ne s’est pas connecté n’est pas compté. Pour le reprendre : vigie measure set M-… --done { $done } --of { $of } --evidence …
measure-offered = { $count ->
    [one] Le rôle en propose { $count } autre ; vigie measure start la montre.
   *[other] Le rôle en propose { $count } autres ; vigie measure start les montre.
}
measure-days = { $days ->
    [one] sous { $days } jour
   *[other] sous { $days } jours
}
measure-set-of = Par où commencer pour le rôle { $role }, au { $date }, d’après :
measure-taken = Repris : { $measures ->
    [one] { $measures } mesure
   *[other] { $measures } mesures
}, { $lines ->
    [one] { $lines } ligne rouge
   *[other] { $lines } lignes rouges
}.
measure-taken-known = { $count ->
    [one] { $count } figurait déjà au registre.
   *[other] { $count } figuraient déjà au registre.
}
measure-imported = { $added ->
    [one] { $added } ajoutée
   *[other] { $added } ajoutées
}, { $changed ->
    [one] { $changed } changée
   *[other] { $changed } changées
}, { $unchanged ->
    [one] { $unchanged } inchangée
   *[other] { $unchanged } inchangées
}.
measure-set-aside = { $count ->
    [one] { $count } ligne a été écartée :
   *[other] { $count } lignes ont été écartées :
}
measure-row = ligne { $row }
measure-exported = Écrit : { $file }
measure-removed = { $id } n’est plus au registre.

measure-ask-asset = Que protège-t-on ?
measure-ask-measure = Comment ?
measure-ask-if = Que doit-il se passer ?
measure-ask-who = Qui agit ?
measure-ask-calls = Qui est appelé ?
