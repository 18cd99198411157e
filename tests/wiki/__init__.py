"""Pages of the wiki: a real MediaWiki, one that fails as it is told to, and what the team sees."""
