# vigie sources

sources-personal = Données de personnes privées : { $fields }.
