# vigie sources

sources-personal = Matter of private persons: { $fields }.
sources-dropped = Not taken into the lake: { $fields }.
sources-binary = (binary: no example that can be typed)
