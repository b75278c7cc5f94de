//! Reading the press.
