import { spawn, spawnSync } from 'node:child_process';

/** Whether this machine's python3 has moto, the third-party emulator of AWS. */
export function hasMoto(): boolean {
  return (
    spawnSync('python3', ['-c', 'import moto.server'], { stdio: 'ignore', timeout: 20_000 }).status === 0
  );
}

export interface Moto {
  url: string;
  close(): Promise<void>;
}

/** Starts moto on a free port of this machine alone; ready when it says where it listens. */
export async function startMoto(): Promise<Moto> {
  const moto = spawn('python3', ['-u', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => moto.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    moto.once('error', reject);
    moto.once('exit', (code) => reject(new Error(`moto ended with ${code}: ${said}`)));
    moto.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return {
    url,
    async close() {
      moto.kill('SIGKILL');
      await ended;
    },
  };
}
