"""The staff's door: pages in a browser and the HTTP API. Thin; the business is in `casework`."""
