/** A radix tree: what is shared by many words is compared once, however many words there are. */
export interface Branch {
  /** The code units from the branch above to this one's end. */
  readonly label: string;
  /** The number of the secret whose word ends with the label. */
  readonly ends: number | undefined;
  /** The number of some secret whose word goes through here. */
  readonly some: number;
  /** By the first code unit of the label. */
  readonly next: ReadonlyMap<number, Branch>;
}

/** A word and the number of the secret that it belongs to. */
export interface Word {
  readonly text: string;
  readonly secret: number;
}

/** Grows the tree of these words; undefined for none. Where two are the same, one secret stands for both. */
export function growTree(words: readonly Word[]): Branch | undefined {
  const sorted = words.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return sorted.length === 0 ? undefined : grow(sorted, 0, sorted.length, 0, 0);
}

/** Grows the branch of the sorted words `low` up to `high`, which are alike as far as `to`. */
function grow(words: readonly Word[], low: number, high: number, from: number, to: number): Branch {
  const first = words[low]!;
  const last = words[high - 1]!;
  let alike = to;
  while (alike < first.text.length && first.text[alike] === last.text[alike]) alike += 1;

  const next = new Map<number, Branch>();
  let start = low;
  while (start < high && words[start]!.text.length === alike) start += 1;
  const ends = start > low ? first.secret : undefined;
  while (start < high) {
    const unit = words[start]!.text.charCodeAt(alike);
    let end = start + 1;
    while (end < high && words[end]!.text.charCodeAt(alike) === unit) end += 1;
    next.set(unit, grow(words, start, end, alike, alike + 1));
    start = end;
  }
  return { label: first.text.slice(from, alike), ends, some: first.secret, next };
}
