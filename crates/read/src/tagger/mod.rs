//! A tagger that people train on their own labelled articles: it corrects the spans of the rules.
//!
//! A linear chain over the words of a line, one tag a word for source, cue and content, learnt by a
//! structured perceptron. What the rules read is among its features, so it learns where to believe
//! them. Nothing trained is shipped; without a model the rules stand alone.
//!
//! Knows no files and no clock: labelled files and models come in, and go out, as bytes.

mod apply;
mod article;
mod chain;
mod data;
mod error;
mod features;
mod labels;
mod learn;
mod model;
mod score;
mod train;

pub use apply::improve;
pub(crate) use apply::{actor, quoted};
pub use article::{Line, write_article};
pub use data::{Document, MOST_FILE_BYTES, read_labelled};
pub use error::TaggerError;
pub use labels::{Kind, Label, labels_of};
pub use model::{About, MODEL_VERSION, MOST_MODEL_BYTES, Model};
pub use score::{Count, Score};
pub use train::{
    Compared, LEAST_DOCUMENTS, LEAST_SPANS, MOST_WORDS, Trained, Training, compare, train,
};
