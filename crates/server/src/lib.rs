//! HTTP over `app`: the workbench and its API.
