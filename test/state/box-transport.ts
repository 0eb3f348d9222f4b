/** A transport whose machines are boxes: the agent script runs for real, and systemd is a stub. */
import type { AgentBox } from "../../packages/linux/src/agent/testing/agent-box.ts";
import type { Transport } from "../../packages/troupe/src/remote/transport.ts";

/** Returns a transport that reaches the box at every address. */
export function boxTransport(box: AgentBox): Transport {
  return {
    exec: async (_, { command, stdin, onLine }) => {
      const parts: Uint8Array[] = [];
      for (const part of stdin) {
        if (part instanceof Uint8Array) parts.push(part);
        else for await (const chunk of part) parts.push(chunk);
      }
      const { status, stdout, stderr } = box.exec(command, Buffer.concat(parts));
      for (const line of stdout.split("\n")) onLine?.(line);
      return { code: status, stdout, stderr, timedOut: false };
    },
    close: () => Promise.resolve(),
  };
}
