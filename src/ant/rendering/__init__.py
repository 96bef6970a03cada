"""From a spec to the files it gives; the only place that knows of templates."""
