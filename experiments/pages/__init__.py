"""Pages of docs/ that are made from data: arguments of the documents, parameters, the second coding."""
