"""How speakers are invited and answer, where a talk cannot show it well."""
