"""Circuit: the assistant that runs a public-service webinar series from chat."""
