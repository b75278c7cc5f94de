# What the invented season says of itself stands in the crate scenario; French is beside this file.
