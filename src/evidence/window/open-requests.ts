import type { ByteLine } from './skim-line.ts';

/** A request whose end has not come yet, with the lines that tell of it so far. Times epoch ms. */
export interface OpenRequest {
  id: string;
  lines: string[];
  firstMs: number;
  lastMs: number;
}

/**
 * Requests under way, kept as bytes in one piece of memory: hundreds of thousands of them cost the garbage collector
 * nothing, and a request that ends well is never decoded. A request is named by its place, -1 where there is none.
 */
export interface OpenRequests {
  size(): number;
  find(line: ByteLine): number;
  /** Opens the request that was just looked for. */
  open(line: ByteLine): number;
  /** Keeps a copy of the line. */
  append(place: number, line: ByteLine): void;
  read(place: number): OpenRequest;
  remove(place: number): void;
  /** In the order of opening. */
  oldest(): number;
  next(place: number): number;
}

/** Telling lines of one request that are kept: a request writes about a dozen. */
const mostLines = 16;
/** Room of one request: id, route, address and answer together mostly take 200 to 320 bytes. */
const recordBytes = 344;
/** A record: first and last time, bytes used, lines and the id's length; then the id, and each line behind its length. */
const [lastAt, usedAt, idLengthAt, countAt, idAt] = [8, 16, 18, 20, 21];
const buckets = 1 << 18;

export function openRequests(most: number): OpenRequests {
  // Untouched pages take no memory, so that a small export stays small.
  const records = Buffer.allocUnsafeSlow(most * recordBytes);
  const view = new DataView(records.buffer, records.byteOffset, records.length);
  const heads = new Int32Array(buckets).fill(-1);
  const chain = new Int32Array(most);
  // Compared before the records are, which lie far apart.
  const hashes = new Int32Array(most);
  const [older, newer] = [new Int32Array(most), new Int32Array(most)];
  // Lines that found no room in the record, and all that came after them.
  const more = new Map<number, string[]>();
  let [first, last, free, unused, size, hash] = [-1, -1, -1, 0, 0, 0];

  return {
    size: () => size,
    find(line) {
      hash = hashOf(line);
      let place = heads[bucketOf(hash)] ?? -1;
      while (place >= 0 && !(hashes[place] === hash && isSame(records, view, place * recordBytes, line)))
        place = chain[place] ?? -1;
      return place;
    },
    open({ view: from, idFrom, idTo, atMs }) {
      let place = free;
      if (place >= 0) free = chain[place] ?? -1;
      else {
        place = unused;
        unused += 1;
      }
      hashes[place] = hash;
      chain[place] = heads[bucketOf(hash)] ?? -1;
      heads[bucketOf(hash)] = place;
      older[place] = last;
      newer[place] = -1;
      if (last >= 0) newer[last] = place;
      else first = place;
      last = place;
      size += 1;
      const at = place * recordBytes;
      const length = idTo - idFrom;
      view.setFloat64(at, atMs);
      view.setFloat64(at + lastAt, atMs);
      view.setUint16(at + usedAt, idAt + length);
      view.setUint8(at + countAt, 0);
      view.setUint16(at + idLengthAt, length);
      copyBytes(from, idFrom, idTo, view, at + idAt);
      return place;
    },
    append(place, { bytes, view: source, from, to, atMs }) {
      const at = place * recordBytes;
      view.setFloat64(at + lastAt, atMs);
      const count = view.getUint8(at + countAt);
      if (count >= mostLines) return;
      view.setUint8(at + countAt, count + 1);
      const used = view.getUint16(at + usedAt);
      const length = to - from;
      const isFull = used + 2 + length > recordBytes;
      if (isFull || (more.size > 0 && more.has(place))) {
        const text = bytes.toString('utf8', from, to);
        const lines = more.get(place);
        if (lines === undefined) more.set(place, [text]);
        else lines.push(text);
        return;
      }
      view.setUint16(at + used, length);
      copyBytes(source, from, to, view, at + used + 2);
      view.setUint16(at + usedAt, used + 2 + length);
    },
    read(place) {
      const at = place * recordBytes;
      const end = at + view.getUint16(at + usedAt);
      let from = at + idAt + view.getUint16(at + idLengthAt);
      const id = records.toString('utf8', at + idAt, from);
      const lines: string[] = [];
      while (from < end) {
        const length = view.getUint16(from);
        lines.push(records.toString('utf8', from + 2, from + 2 + length));
        from += 2 + length;
      }
      lines.push(...(more.get(place) ?? []));
      return { id, lines, firstMs: view.getFloat64(at), lastMs: view.getFloat64(at + lastAt) };
    },
    remove(place) {
      const home = bucketOf(hashes[place] ?? 0);
      const [before, behind] = [older[place] ?? -1, newer[place] ?? -1];
      let link = heads[home] ?? -1;
      if (link === place) heads[home] = chain[place] ?? -1;
      else {
        while (link >= 0 && chain[link] !== place) link = chain[link] ?? -1;
        chain[link] = chain[place] ?? -1;
      }
      if (before >= 0) newer[before] = behind;
      else first = behind;
      if (behind >= 0) older[behind] = before;
      else last = before;
      chain[place] = free;
      free = place;
      size -= 1;
      if (more.size > 0) more.delete(place);
    },
    oldest: () => first,
    next: (place) => newer[place] ?? -1,
  };
}

/** Four bytes in a step; ids are random enough that little mixing is needed. */
function hashOf({ view, idFrom, idTo }: ByteLine): number {
  let hash = idTo - idFrom;
  let at = idFrom;
  for (; at + 4 <= idTo; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < idTo; at += 1) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1);
  return hash ^ (hash >>> 13);
}

const bucketOf = (hash: number) => hash & (buckets - 1);

/** For some dozens of bytes faster than asking the system to. */
export function copyBytes(source: DataView, from: number, to: number, target: DataView, at: number): void {
  let [read, write] = [from, at];
  for (; read + 4 <= to; read += 4, write += 4) target.setInt32(write, source.getInt32(read));
  for (; read < to; read += 1, write += 1) target.setUint8(write, source.getUint8(read));
}

function isSame(records: Buffer, view: DataView, record: number, line: ByteLine): boolean {
  if (view.getUint16(record + idLengthAt) !== line.idTo - line.idFrom) return false;
  let [here, there] = [record + idAt, line.idFrom];
  for (; there + 4 <= line.idTo; there += 4, here += 4)
    if (view.getInt32(here) !== line.view.getInt32(there)) return false;
  for (; there < line.idTo; there += 1, here += 1) if (records[here] !== line.bytes[there]) return false;
  return true;
}
