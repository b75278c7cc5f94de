//! The journal and the state folded from it: what people judged, who, when and on which revision.
