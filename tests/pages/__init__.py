"""The page and the signed links, over HTTP."""
