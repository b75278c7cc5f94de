# vigie sources

sources-personal = Matter of private persons: { $fields }.
