"""The look of Pendopo: base templates, form rendering, components, charts and the stylesheet."""
