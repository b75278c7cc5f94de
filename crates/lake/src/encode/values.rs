//! Choosing an encoding for the values of a chunk, from what the values are.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, FixedSizeBinaryArray, PrimitiveArray, StringArray};
use vigie_model::schema::ColumnType;

use super::delta;
use super::intern::{FixedInterner, TextInterner, push_text};
use crate::error::{LakeError, Result};

/// After so many texts it is clear whether they repeat.
const SAMPLE: usize = 4 << 10;
/// A dictionary of texts is read whole into memory, and must stay below 4 GiB in any case.
const DICTIONARY_BYTES: usize = 16 << 20;
/// Numbers and ids are cheaper to look at.
const FIXED_SAMPLE: usize = 16 << 10;

/// The values of a chunk that are not null, ready to be cut into pages.
pub(super) enum Values {
    /// Distinct values as PLAIN, and for each value its number.
    Dictionary { plain: Vec<u8>, count: u32, numbers: Vec<u32> },
    /// Each value as PLAIN, and where each begins (and the last ends).
    PlainTexts { plain: Vec<u8>, starts: Vec<usize> },
    /// Values of one width as PLAIN.
    PlainFixed { plain: Vec<u8>, width: usize },
    /// Integers whose neighbours are near.
    Deltas(Vec<i64>),
    /// Truth values.
    Bits(Vec<bool>),
}

/// Collects the values of a column over the batches of a row group.
pub(super) fn collect(kind: ColumnType, is_id: bool, arrays: &[&ArrayRef]) -> Result<Values> {
    Ok(match kind {
        ColumnType::Text => texts(&downcast(arrays, |array| array.as_string_opt::<i32>())?),
        ColumnType::Integer | ColumnType::Key => {
            let arrays = downcast(arrays, |array| array.as_primitive_opt::<Int64Type>())?;
            integers(gather(&arrays), kind == ColumnType::Key)
        }
        ColumnType::Time => {
            let arrays =
                downcast(arrays, |array| array.as_primitive_opt::<TimestampMicrosecondType>())?;
            integers(gather(&arrays), false)
        }
        ColumnType::Real => {
            let arrays = downcast(arrays, |array| array.as_primitive_opt::<Float64Type>())?;
            let values = arrays.iter().flat_map(|array| array.iter().flatten());
            Values::PlainFixed { plain: values.flat_map(f64::to_le_bytes).collect(), width: 8 }
        }
        ColumnType::Flag => {
            let arrays = downcast(arrays, |array| array.as_boolean_opt())?;
            Values::Bits(arrays.iter().flat_map(|array| array.iter().flatten()).collect())
        }
        ColumnType::Id | ColumnType::Revision => {
            let arrays = downcast(arrays, |array| array.as_fixed_size_binary_opt())?;
            if is_id { plain_ids(&arrays) } else { ids(&arrays) }
        }
        ColumnType::Ids => {
            let lists = downcast(arrays, |array| array.as_list_opt::<i32>())?;
            let items: Vec<ArrayRef> = lists
                .iter()
                .map(|list| {
                    let (from, to) = (list.value_offsets()[0], list.value_offsets()[list.len()]);
                    let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
                    list.values().slice(at(from), at(to) - at(from))
                })
                .collect();
            let items: Vec<&ArrayRef> = items.iter().collect();
            plain_ids(&downcast(&items, |array| array.as_fixed_size_binary_opt())?)
        }
    })
}

fn downcast<'a, T>(
    arrays: &[&'a ArrayRef],
    to: impl Fn(&'a ArrayRef) -> Option<&'a T>,
) -> Result<Vec<&'a T>> {
    arrays
        .iter()
        .map(|array| to(array).ok_or_else(|| LakeError::internal("a column of another type")))
        .collect()
}

/// The bytes of every text that is not null.
fn each_text(array: &StringArray) -> impl Iterator<Item = &[u8]> {
    let (offsets, bytes) = (array.value_offsets(), array.value_data());
    let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    // A column without any value is common enough not to be walked through.
    let rows = if array.null_count() == array.len() { 0..0 } else { 0..array.len() };
    rows.filter(move |row| nulls.is_none_or(|nulls| nulls.is_valid(*row)))
        .map(move |row| &bytes[at(offsets[row])..at(offsets[row + 1])])
}

/// The text that an array holds in every row, if so: half the columns of a log. Found by one
/// comparison of the bytes with themselves, shifted by one text.
fn same_text(array: &StringArray) -> Option<&[u8]> {
    let offsets = array.value_offsets();
    let (first, second) = (*offsets.first()?, *offsets.get(1)?);
    let length = second - first;
    if array.null_count() > 0 || offsets.windows(2).any(|pair| pair[1] - pair[0] != length) {
        return None;
    }
    let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
    let bytes = &array.value_data()[at(first)..at(*offsets.last()?)];
    let length = at(length);
    (bytes[length..] == bytes[..bytes.len() - length]).then_some(&bytes[..length])
}

/// The numbers of a column that are not null.
fn gather<T: ArrowPrimitiveType<Native = i64>>(arrays: &[&PrimitiveArray<T>]) -> Vec<i64> {
    let mut values = Vec::with_capacity(arrays.iter().map(Array::len).sum());
    for array in arrays {
        if array.null_count() == 0 {
            values.extend_from_slice(array.values());
        } else if array.null_count() < array.len() {
            values.extend(array.iter().flatten());
        }
    }
    values
}

fn texts(arrays: &[&StringArray]) -> Values {
    let rows = arrays.iter().map(|array| array.len() - array.null_count()).sum();
    let mut interner = TextInterner::new();
    let mut numbers = Vec::with_capacity(rows);
    let fits = arrays.iter().all(|array| {
        match same_text(array) {
            Some(text) => {
                interner.number_all(std::iter::once(text), &mut numbers);
                let number = numbers.last().copied().unwrap_or(0);
                numbers.extend(std::iter::repeat_n(number, array.len() - 1));
            }
            None => interner.number_all(each_text(array), &mut numbers),
        }
        interner.size() <= DICTIONARY_BYTES
            && (numbers.len() < SAMPLE || repeats(interner.len(), numbers.len()))
    });
    if fits {
        let count = u32::try_from(interner.len()).unwrap_or(u32::MAX);
        return Values::Dictionary { plain: interner.into_plain(), count, numbers };
    }
    let bytes: usize = arrays.iter().map(|array| array.value_data().len()).sum();
    let mut plain = Vec::with_capacity(bytes.min(1 << 26) + 4 * rows);
    let mut starts = Vec::with_capacity(rows + 1);
    for array in arrays {
        for text in each_text(array) {
            starts.push(plain.len());
            push_text(&mut plain, text);
        }
    }
    starts.push(plain.len());
    Values::PlainTexts { plain, starts }
}

/// Whether so many distinct among so many values make a dictionary worth while.
fn repeats(distinct: usize, values: usize) -> bool {
    distinct * 4 <= values * 3
}

fn integers(values: Vec<i64>, are_keys: bool) -> Values {
    if let Some(first) = values.first()
        && values.iter().all(|value| value == first)
    {
        let (plain, numbers) = (first.to_le_bytes().to_vec(), vec![0; values.len()]);
        return Values::Dictionary { plain, count: 1, numbers };
    }
    if !are_keys {
        return if are_near(&values) { Values::Deltas(values) } else { plain(&values) };
    }
    let mut interner = FixedInterner::new();
    let mut numbers = Vec::with_capacity(values.len());
    let fits = values.chunks(FIXED_SAMPLE).all(|block| {
        numbers.extend(block.iter().map(|value| interner.number(*value)));
        numbers.len() < FIXED_SAMPLE || repeats(interner.distinct().len(), numbers.len())
    });
    if !fits {
        return plain(&values);
    }
    let count = u32::try_from(interner.distinct().len()).unwrap_or(u32::MAX);
    let plain = interner.distinct().iter().flat_map(|value| value.to_le_bytes()).collect();
    Values::Dictionary { plain, count, numbers }
}

/// Whether differences take clearly fewer bits than the numbers themselves.
fn are_near(values: &[i64]) -> bool {
    let (min, max) = (values.iter().min(), values.iter().max());
    min.zip(max).is_some_and(|(min, max)| max.checked_sub(*min).is_some_and(|d| d < 1 << 56))
}

fn plain(values: &[i64]) -> Values {
    let plain = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    Values::PlainFixed { plain, width: 8 }
}

fn plain_ids(arrays: &[&FixedSizeBinaryArray]) -> Values {
    let width = arrays.first().map_or(16, |array| array.value_length());
    let width = usize::try_from(width).unwrap_or(16);
    let mut plain = Vec::with_capacity(arrays.iter().map(|array| array.len() * width).sum());
    for array in arrays {
        if array.null_count() == 0 {
            plain.extend_from_slice(&array.value_data()[..array.len() * width]);
        } else {
            array.iter().flatten().for_each(|id| plain.extend_from_slice(id));
        }
    }
    Values::PlainFixed { plain, width }
}

/// Ids that repeat, as those of segments do.
fn ids(arrays: &[&FixedSizeBinaryArray]) -> Values {
    let mut interner: FixedInterner<&[u8]> = FixedInterner::new();
    let mut numbers = Vec::new();
    for id in arrays.iter().flat_map(|array| array.iter().flatten()) {
        numbers.push(interner.number(id));
        if numbers.len().is_multiple_of(FIXED_SAMPLE)
            && !repeats(interner.distinct().len(), numbers.len())
        {
            return plain_ids(arrays);
        }
    }
    let count = u32::try_from(interner.distinct().len()).unwrap_or(u32::MAX);
    Values::Dictionary { plain: interner.distinct().concat(), count, numbers }
}

/// The smallest and largest value, for statistics.
pub(super) fn range(arrays: &[&ArrayRef]) -> Option<(i64, i64)> {
    let times = downcast(arrays, |array| array.as_primitive_opt::<TimestampMicrosecondType>());
    let values = match times {
        Ok(times) => gather(&times),
        Err(_) => gather(&downcast(arrays, |array| array.as_primitive_opt::<Int64Type>()).ok()?),
    };
    values.iter().min().copied().zip(values.iter().max().copied())
}

impl Values {
    /// Appends values `from..to` as one page has them, after the levels.
    pub(super) fn page(&self, from: usize, to: usize, out: &mut Vec<u8>) {
        match self {
            Self::Dictionary { count, numbers, .. } => {
                let width = super::hybrid::width_for(*count as usize);
                out.extend_from_slice(&width.to_le_bytes()[..1]);
                super::hybrid::encode(&numbers[from..to], width, out);
            }
            Self::PlainTexts { plain, starts } => {
                out.extend_from_slice(&plain[starts[from]..starts[to]]);
            }
            Self::PlainFixed { plain, width } => {
                out.extend_from_slice(&plain[from * width..to * width]);
            }
            Self::Deltas(values) => delta::encode(&values[from..to], out),
            Self::Bits(bits) => out.extend(bits[from..to].chunks(8).map(|chunk| {
                chunk.iter().enumerate().fold(0_u8, |byte, (at, bit)| byte | u8::from(*bit) << at)
            })),
        }
    }

    /// How many bytes the values take, about, before they are cut into pages.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Dictionary { numbers, .. } => numbers.len() * 2,
            Self::PlainTexts { plain, .. } | Self::PlainFixed { plain, .. } => plain.len(),
            Self::Deltas(values) => values.len() * 4,
            Self::Bits(bits) => bits.len() / 8,
        }
    }
}
