# vigie mandate

mandate-offer = Inscrire un mandat maintenant ? Son nom, comme season-2027 (vide : plus tard)
mandate-ask-purpose = À quoi servent les données ?
mandate-ask-basis = Sur quelle base juridique ?
mandate-ask-end = Quel est le dernier jour (2027-05-31) ?
mandate-added = Mandat { $id } inscrit sous { $entry } : il vaut jusqu’au { $until }.
mandate-until = jusqu’au { $until }
mandate-no-end = sans fin
mandate-ended = échu le { $until }
mandate-in-file = vigie.toml
