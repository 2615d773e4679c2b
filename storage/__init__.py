"""Where cases are kept: tables, one transaction per turn, sealed content, the outbox. Rows never leave this package."""
