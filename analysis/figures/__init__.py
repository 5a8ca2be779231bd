"""Figures: for each `<name>_data(tables) -> DataFrame`, which tests check, and `plot_<name>`, which eyes check.

Tables carry keys, figures print names. Every figure is made for 16 cm of print width: what is smaller than 7 points
there is not drawn. Colours are those of Okabe and Ito, and no distinction rests on colour alone.
"""
