"""The edge: Teams, the web, the clock and the settings. The only importer of the Bot Framework."""
