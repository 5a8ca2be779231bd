"""From words and files to a validated world: composition, evidence, problems, and the checks of a user's folder."""
