"""Pictures of a spec, as text: its tables and its URLs, in Mermaid and in SVG."""
