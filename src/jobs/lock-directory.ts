import { randomUUID } from 'node:crypto';
import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** How often the holder touches its lock, ms. */
const touchMs = 2_000;
/** A lock of another machine or container that nobody touches for so long was left behind, ms: several touches. */
const staleAfterMs = 10_000;

/** Who holds a lock. A number of a process alone says nothing: numbers are given again, and each container counts its own. */
const holderSchema = z.object({
  pid: z.int().positive(),
  /** When that process started, in the system's own words; empty where the system does not tell. */
  started: z.string(),
  /** The machine, its start and the set of processes that the number belongs to. */
  place: z.string(),
  /** Of this one lock: a process can lose it and see another's in its place. */
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** A lock that this process holds, as far as it knows. */
export interface DirectoryLock {
  /** Throws once somebody else holds it: asked of the file where we gave no sign of life for a while. */
  assertOurs(): void;
  release(): void;
}

/**
 * Makes this process the only one that uses a directory, until the lock is released. Takes over what a
 * killed process left behind: at once on the same machine, after {@link staleAfterMs} without a sign of life from
 * another one (a container before this one). Throws a sentence with the cure where somebody is alive. `onLost` is told
 * where this process slept so long that another one took the directory over: it must not write there any more.
 */
export async function lockDirectory(directory: string, onLost: () => void): Promise<DirectoryLock> {
  const path = join(directory, 'lock');
  const token = randomUUID();
  for (;;) {
    if (take(path, token)) break;
    const holder = read(path);
    if (holder !== undefined && isHere(holder) ? isAlive(holder) : await isTouched(path))
      throw new Error(
        `The job folder "${directory}" is in use by ${holder ? `process ${holder.pid}` : 'another process'}. Stop that process, or give this one its own folder with jobs.directory, or set DATABASE_URL to run several replicas.`,
      );
    remove(path);
  }
  let touchedAtMs = Date.now();
  const isOurs = () => read(path)?.token === token;
  const touchOurs = () => {
    // By the wall clock, which counts on while a machine sleeps: others judge by it.
    if (isLongAgo(touchedAtMs) && !isOurs()) return false;
    touch(path);
    touchedAtMs = Date.now();
    return true;
  };
  const timer = setInterval(() => {
    if (touchOurs()) return;
    clearInterval(timer);
    onLost();
  }, touchMs);
  timer.unref();
  return {
    assertOurs() {
      if (isLongAgo(touchedAtMs) && !isOurs())
        throw new Error(
          `Another process has taken over the job folder "${directory}" while this one gave no sign of life. This one has to end; start it again, or set DATABASE_URL to run several replicas.`,
        );
    },
    release() {
      clearInterval(timer);
      if (isOurs()) remove(path);
    },
  };
}

function take(path: string, token: string): boolean {
  try {
    const handle = openSync(path, 'wx', 0o600);
    writeSync(
      handle,
      JSON.stringify({
        pid: process.pid,
        started: startOf(process.pid),
        place: place(),
        token,
      } satisfies Holder),
    );
    closeSync(handle);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function read(path: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined; // half written, of an older version, or gone
  }
}

/** In either direction: a clock that was set back meanwhile tells nothing of how long we slept. */
const isLongAgo = (atMs: number) => Math.abs(Date.now() - atMs) > staleAfterMs / 2;

const isHere = (holder: Holder) => holder.place === place();

/** The same process, not another one that was given its number. */
function isAlive({ pid, started }: Holder): boolean {
  if (pid === process.pid) return started === startOf(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false;
  }
  return started === startOf(pid);
}

/** Waits until the lock is old enough to be nobody's, or is touched, or gone. */
async function isTouched(path: string): Promise<boolean> {
  const first = touchedMs(path);
  // A clock that was set back leaves a touch of the future: nobody has to wait for that to pass.
  const beganMs = performance.now();
  while (
    first !== undefined &&
    Date.now() - first < staleAfterMs &&
    performance.now() - beganMs < staleAfterMs
  ) {
    await pause(touchMs / 4);
    if (touchedMs(path) !== first) return touchedMs(path) !== undefined;
  }
  return false;
}

function touchedMs(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Gone or read-only: whoever comes next sees no sign of life, and the database says what is wrong.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** Field 22 of /proc/<pid>/stat; names of processes may hold anything, so it is counted from the last bracket. */
function startOf(pid: number): string {
  return tell(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '');
}

function place(): string {
  const boot = tell(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return [hostname(), boot, tell(() => readlinkSync('/proc/self/ns/pid'))].join(' ');
}

/** Only Linux tells; elsewhere the number and the host's name have to do. */
function tell(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
