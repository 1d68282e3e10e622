"""The interface for machines: read-only, public, described by its own OpenAPI document."""
