import { crc32, inflateRawSync } from 'node:zlib';

/** Reads as unzip does: from the end to the directory, from there to each file. */
export function unzip(archive: Buffer): { path: string; text: string; isSound: boolean }[] {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    const nameLength = archive.readUInt16LE(at + 28);
    const path = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const packedLength = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + packedLength));
    const isSound =
      archive.toString('latin1', at, at + 4) === 'PK\x01\x02' &&
      archive.toString('latin1', local, local + 4) === 'PK\x03\x04' &&
      archive.subarray(at + 6, at + 32).equals(archive.subarray(local + 4, local + 30)) &&
      content.length === archive.readUInt32LE(at + 24) &&
      crc32(content) === archive.readUInt32LE(at + 16);
    at += 46 + nameLength;
    return { path, text: content.toString(), isSound };
  });
}
