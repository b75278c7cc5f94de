//! Which functions SQL may call.
//!
//! [`FUNCTIONS`] is the one list of our own, most of them kernels. Of DataFusion's, everything is there that gives the
//! same answer on the same rows each time and with any number of partitions: no clock, no chance,
//! no file names, no approximation that depends on how rows were split.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow_array::{ArrayRef, FixedSizeBinaryArray, Int64Array, StringArray};
use arrow_schema::DataType;
use datafusion::common::cast::{as_fixed_size_binary_array, as_int64_array, as_string_array};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::execution::SessionStateDefaults;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use vigie_kernels::{KernelInfo, text, url};
use vigie_model::{FindingId, Key, SignalId};

/// A function of ours in SQL.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name in SQL.
    pub name: &'static str,
    /// What it gives.
    pub doc: &'static str,
    /// The versioned kernel that it calls, unless it only writes out a name.
    pub kernel: Option<KernelInfo>,
    /// An expression that calls it.
    pub example: &'static str,
    /// What the example gives, as text.
    pub gives: &'static str,
    shape: Shape,
}

/// Arguments and body. Every function gives text, and null for null.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Text(fn(&str) -> Option<String>),
    Id(fn([u8; 16]) -> String),
    Pseudonym,
}

/// Our functions. A new one is one entry here.
pub const FUNCTIONS: &[Function] = &[
    Function {
        name: "canonical_link",
        doc: "the form of a link that all its spellings share, null when it is none",
        kernel: Some(url::CANONICAL_LINK_KERNEL),
        example: "canonical_link('HTTPS://News.Example.org:443/a?utm_source=x#top')",
        gives: "https://news.example.org/a",
        shape: Shape::Text(url::canonical),
    },
    Function {
        name: "finding_name",
        doc: "the F- name of a finding id",
        kernel: None,
        example: "finding_name(arrow_cast(X'07070707070707070707070707070707', 'FixedSizeBinary(16)'))",
        gives: "F-07070707070707070707070707070707",
        shape: Shape::Id(|id| FindingId(id).to_string()),
    },
    Function {
        name: "hashtag",
        doc: "a hashtag in the form that all its spellings share",
        kernel: Some(text::HASHTAG_KERNEL),
        example: "hashtag('#Élection')",
        gives: "élection",
        shape: Shape::Text(|tag| Some(text::hashtag(tag))),
    },
    Function {
        name: "pseudonym",
        doc: "how a key is shown, with a letter for its kind",
        kernel: None,
        example: "pseudonym(255, 'A')",
        gives: "A-00000000000000ff",
        shape: Shape::Pseudonym,
    },
    Function {
        name: "registrable_domain",
        doc: "the domain under which a host or link was registered, null when there is none",
        kernel: Some(url::REGISTRABLE_DOMAIN_KERNEL),
        example: "registrable_domain('https://www.news.example.co.uk/a')",
        gives: "example.co.uk",
        shape: Shape::Text(url::registrable_domain),
    },
    Function {
        name: "signal_name",
        doc: "the S- name of a signal id",
        kernel: None,
        example: "signal_name(arrow_cast(X'01010101010101010101010101010101', 'FixedSizeBinary(16)'))",
        gives: "S-01010101010101010101010101010101",
        shape: Shape::Id(|id| SignalId(id).to_string()),
    },
];

/// Aggregates whose answer depends on how rows were split over partitions.
const SPLIT_DEPENDENT: &[&str] =
    &["approx_median", "approx_percentile_cont", "approx_percentile_cont_with_weight"];

/// Registers everything that SQL may call, and nothing that reads or writes files.
pub(crate) fn register(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut scalar = SessionStateDefaults::default_scalar_functions();
    scalar.retain(|function| function.signature().volatility == Volatility::Immutable);
    scalar.extend(FUNCTIONS.iter().map(|function| Arc::new(function.registered())));
    let mut aggregate = SessionStateDefaults::default_aggregate_functions();
    aggregate.retain(|function| !SPLIT_DEPENDENT.contains(&function.name()));
    builder
        .with_expr_planners(SessionStateDefaults::default_expr_planners())
        .with_scalar_functions(scalar)
        .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
        .with_aggregate_functions(aggregate)
        .with_window_functions(SessionStateDefaults::default_window_functions())
}

impl Function {
    fn registered(&self) -> ScalarUDF {
        let arguments = match self.shape {
            Shape::Text(_) => vec![DataType::Utf8],
            Shape::Id(_) => vec![DataType::FixedSizeBinary(16)],
            Shape::Pseudonym => vec![DataType::Int64, DataType::Utf8],
        };
        let signature = Signature::exact(arguments, Volatility::Immutable);
        ScalarUDF::from(Registered { name: self.name, shape: self.shape, signature })
    }
}

struct Registered {
    name: &'static str,
    shape: Shape,
    signature: Signature,
}

// Names are unique in the list, so they decide what is equal; function pointers cannot.
impl PartialEq for Registered {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Registered {}

impl Hash for Registered {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

impl ScalarUDFImpl for Registered {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let scalar = arguments.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let out: ArrayRef = match (self.shape, arrays.as_slice()) {
            (Shape::Text(body), [texts]) => Arc::new(map_text(as_string_array(texts)?, body)),
            (Shape::Id(body), [ids]) => Arc::new(map_id(as_fixed_size_binary_array(ids)?, body)),
            (Shape::Pseudonym, [keys, letters]) => {
                Arc::new(pseudonyms(as_int64_array(keys)?, as_string_array(letters)?))
            }
            _ => return Err(DataFusionError::Internal(format!("arguments of {}", self.name))),
        };
        if scalar {
            return ScalarValue::try_from_array(&out, 0).map(ColumnarValue::Scalar);
        }
        Ok(ColumnarValue::Array(out))
    }
}

fn map_text(texts: &StringArray, body: fn(&str) -> Option<String>) -> StringArray {
    texts.iter().map(|text| text.and_then(body)).collect()
}

fn map_id(ids: &FixedSizeBinaryArray, body: fn([u8; 16]) -> String) -> StringArray {
    ids.iter().map(|id| Some(body(id?.try_into().ok()?))).collect()
}

fn pseudonyms(keys: &Int64Array, letters: &StringArray) -> StringArray {
    keys.iter()
        .zip(letters.iter())
        .map(|(key, letter)| Some(Key(key?).shown(letter?.chars().next()?)))
        .collect()
}
