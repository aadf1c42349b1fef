//! Looks over an `.xls` file before it is read in one piece.
//!
//! The workbook reader reserves room for what the file claims to hold and follows its chains of
//! sectors wherever they lead. A file in which one bit is wrong may claim terabytes, which ends the
//! program where nothing can catch it. So the chains are followed and the cells are counted here
//! first, and a file that is not sound is refused.

use std::collections::BTreeMap;

/// Most cells between the first and the last filled one, over all sheets.
const MOST_CELLS: u64 = 8_000_000;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Whether the chains of the file end and its sheets are of a size that can be read.
pub(crate) fn is_sound(bytes: &[u8]) -> bool {
    workbook(bytes).is_some_and(|stream| sheets_fit(&stream).unwrap_or(false))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
}

/// Sectors of one size, and which follows which.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    next: &'a [u32],
}

impl<'a> Sectors<'a> {
    fn get(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes
            .get(start..end)
            .filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain, at most `length` of them; nothing when the chain leads nowhere or
    /// never ends.
    fn chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        while id != END_OF_CHAIN {
            let sector = self.get(id)?;
            all.extend_from_slice(&sector[..sector.len().min(length - all.len())]);
            if all.len() >= length {
                break;
            }
            if all.len() > self.bytes.len() {
                return None;
            }
            id = *self.next.get(id as usize)?;
        }
        Some(all)
    }
}

/// The stream with the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match half(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let body = bytes.get(size..)?;
    let mut sectors = Sectors {
        bytes: body,
        size,
        next: &[],
    };
    // which sectors hold the table of chains: a list in the header, which may go on elsewhere
    let mut tables: Vec<u32> = words(bytes.get(76..512)?).collect();
    let mut more = word(bytes, 68)?;
    while more < 0xFFFF_FFFA {
        tables.extend(words(sectors.get(more)?));
        more = tables.pop()?;
        if tables.len() > body.len() {
            return None;
        }
    }
    let mut next = Vec::new();
    for id in tables.into_iter().filter(|id| *id < 0xFFFF_FFFC) {
        next.extend(words(sectors.get(id)?));
        if next.len() > body.len() {
            return None;
        }
    }
    sectors.next = &next;
    let directory = sectors.chain(word(bytes, 48)?, usize::MAX)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let length = |entry: &[u8]| -> Option<usize> {
        let high = if size == 512 { 0 } else { word(entry, 124)? };
        (high == 0)
            .then(|| word(entry, 120))
            .flatten()
            .map(|n| n as usize)
    };
    let root = entries.first()?;
    let mini_tables = word(bytes, 64)? as usize;
    let (mini, mini_next) = if mini_tables == 0 {
        (Vec::new(), Vec::new())
    } else {
        let mini = sectors.chain(word(root, 116)?, length(root)?)?;
        let table = sectors.chain(word(bytes, 60)?, mini_tables.checked_mul(size)?)?;
        (mini, words(&table).collect())
    };
    let named = |name: &str| {
        entries.iter().find(|entry| {
            let mut letters = entry[..64]
                .as_chunks()
                .0
                .iter()
                .map(|two| u16::from_le_bytes(*two));
            let wanted = name.bytes().map(Some).chain([None]);
            wanted.into_iter().all(|wanted| {
                let letter = letters.next().and_then(|l| u8::try_from(l).ok());
                match wanted {
                    Some(wanted) => letter.is_some_and(|l| l.eq_ignore_ascii_case(&wanted)),
                    None => letter == Some(0),
                }
            })
        })
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (start, length) = (word(entry, 116)?, length(entry)?);
    if length < 4096 {
        let minis = Sectors {
            bytes: &mini,
            size: 64,
            next: &mini_next,
        };
        minis.chain(start, length)
    } else {
        sectors.chain(start, length)
    }
}

/// The records of a stream from a position on: what sort, and what it holds.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let sort = half(stream, at)?;
        let length = usize::from(half(stream, at.checked_add(2)?)?);
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((sort, data))
    })
}

/// Whether all sheets together have room for their cells; nothing when a record is cut short.
fn sheets_fit(stream: &[u8]) -> Option<bool> {
    let mut sheets: BTreeMap<usize, u64> = BTreeMap::new();
    for (sort, data) in records(stream, 0) {
        match sort {
            0x0085 => *sheets.entry(word(data, 0)? as usize).or_default() += 1,
            0x000A => break,
            _ => {}
        }
    }
    if sheets.len() > 1000 {
        return None;
    }
    let mut total = 0_u64;
    for (at, times) in sheets {
        total = total.saturating_add(sheet_size(stream, at)?.saturating_mul(times));
    }
    Some(total <= MOST_CELLS)
}

/// How many cells the reader will reserve for the sheet at a position.
fn sheet_size(stream: &[u8], at: usize) -> Option<u64> {
    let mut claimed = 0;
    let mut cells: Vec<(u16, u16)> = Vec::new();
    let mut depth = 0_u32;
    let mut formula = (0, 0);
    for (sort, data) in records(stream, at) {
        let first = || half(data, 0).zip(half(data, 2));
        match sort {
            // a chart within the sheet begins and ends like the sheet itself
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            _ if depth > 1 => {}
            0x0200 => claimed = claimed_size(data)?.max(claimed),
            0x0006 => {
                formula = first()?;
                cells.push(formula);
            }
            // what a formula gives, where that is a text
            0x0207 => cells.push(formula),
            // every other sort of cell begins with its row and column
            0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E => cells.push(first()?),
            // several cells side by side
            0x00BD => {
                let (row, column) = first()?;
                cells.push((row, column));
                cells.push((row, half(data, data.len().checked_sub(2)?)?));
            }
            _ => {}
        }
    }
    let span = |part: fn(&(u16, u16)) -> u16| -> u64 {
        let (least, most) = (cells.iter().map(part).min(), cells.iter().map(part).max());
        least
            .zip(most)
            .map_or(0, |(least, most)| u64::from(most - least) + 1)
    };
    Some((span(|cell| cell.0) * span(|cell| cell.1)).max(claimed))
}

/// The room that a sheet says it needs; nothing when it says that it ends before it begins.
fn claimed_size(data: &[u8]) -> Option<u64> {
    let short = |at: usize| half(data, at).map(u64::from);
    let long = |at: usize| word(data, at).map(u64::from);
    let (first_row, end_row, first_column, end_column) = match data.len() {
        10 => (short(0)?, short(2)?, short(4)?, short(6)?),
        14 | 16 => (long(0)?, long(4)?, short(8)?, short(10)?),
        _ => return None,
    };
    if end_row == 0 || end_column == 0 {
        return Some(1);
    }
    let first_column = if first_column > 0xFF || end_column < first_column {
        0
    } else {
        first_column
    };
    let rows = end_row.checked_sub(first_row)?;
    Some(rows * end_column.checked_sub(first_column)?)
}
