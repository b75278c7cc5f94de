# vigie sources

sources-personal = Données de personnes privées : { $fields }.
sources-dropped = Pas repris dans le lac : { $fields }.
