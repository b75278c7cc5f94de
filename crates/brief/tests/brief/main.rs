//! A brief as people and programs meet it.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod hostile;
mod pages;
mod support;
