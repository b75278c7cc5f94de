//! Texts: what is inside a cell or a post, and spellings by which things are compared.

mod cell;
mod hashtag;
mod mail_address;
pub mod near_copy;
mod prose;
mod shape;

pub use cell::{Objects, SPLIT_OBJECTS, split_objects};
pub use hashtag::{HASHTAG, HASHTAG_KERNEL, hashtag};
pub use mail_address::mail_addresses;
pub use prose::{TEXT_OBJECTS, hashtags_in, links_in};
pub use shape::{NAME_SHAPE, name_shape};
