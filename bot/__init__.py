"""Circuit: the assistant that runs a public-service webinar series from chat."""

import zoneinfo

# Western Canada changed its clocks in 2026; the system's own zone files may not know it yet.
zoneinfo.reset_tzpath(to=())
