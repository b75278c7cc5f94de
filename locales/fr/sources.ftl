# vigie sources

sources-personal = Données de personnes privées : { $fields }.
sources-dropped = Pas repris dans le lac : { $fields }.
sources-binary = (binaire : pas d’exemple qui se tape)
