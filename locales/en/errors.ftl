# The English of errors stands in the code; French is beside this file.
