/** The end of shared connections, over the socket of OpenSSH's multiplexing (PROTOCOL.mux of its sources). */
import { connect } from "node:net";

/** Messages of a client, and the version of the protocol that both sides name first. */
const mux = { hello: 0x00000001, version: 4, terminate: 0x10000005 } as const;
/** An error of `connect` that means: no process listens. */
const nobodyListens: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED"]);

/**
 * Asks the process that holds a shared connection to end, without a process of its own. Returns false if the connection
 * may be open still.
 */
export function endSharedConnection(socketPath: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const timer = setTimeout(() => settle(false), timeoutMs);
    const settle = (isEnded: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isEnded);
    };
    socket.once("connect", () => {
      socket.write(Buffer.concat([packet(mux.hello, mux.version), packet(mux.terminate, 1)]));
      // The answers say nothing that the end of the process does not say.
      socket.resume();
    });
    socket.once("end", () => settle(true));
    socket.once("error", (error: NodeJS.ErrnoException) => settle(nobodyListens.has(error.code ?? "")));
  });
}

/** A message: its length in bytes, then its numbers of 32 bits. */
function packet(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * numbers.length);
  [4 * numbers.length, ...numbers].forEach((number, index) => bytes.writeUInt32BE(number, 4 * index));
  return bytes;
}
