"""Forms of tables: columns, headings and what a table rests on, a module for each kind of experiment."""
