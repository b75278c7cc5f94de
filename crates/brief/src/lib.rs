//! Renders a frozen brief: HTML, Markdown and JSON.
