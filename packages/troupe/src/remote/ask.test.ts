import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ask, isReply } from "./ask.ts";
import type { ExecRequest, Target, Transport } from "./transport.ts";

const alice: Target = { machine: "alice", class: "linux", host: "192.0.2.1", user: "root", sudo: false };
const agent = { script: "echo hello\n" };

/** A machine that keeps the script if `keeps` is true; records the kind and the input of each request. */
function machine(keeps: boolean) {
  const requests: string[] = [];
  let copy = "";
  const transport: Transport = {
    exec: async (_, { command, stdin }: ExecRequest) => {
      const parts: Buffer[] = [];
      for (const part of stdin) {
        if (part instanceof Uint8Array) parts.push(Buffer.from(part));
        else for await (const chunk of part) parts.push(Buffer.from(chunk));
      }
      const input = Buffer.concat(parts);
      const scriptBytes = /head -c (\d+)/.exec(command)?.[1];
      const script = scriptBytes === undefined ? undefined : input.subarray(0, Number(scriptBytes));
      const rest = input.subarray(script?.length ?? 0).toString();
      requests.push(`${script === undefined ? "digest" : "script"} ${rest}`);
      if (script !== undefined && keeps) copy = gunzipSync(script).toString();
      const runs = script !== undefined || copy === agent.script;
      return {
        code: 0,
        stdout: `\ntroupe-agent\t1\nend\t${runs ? "ok" : "need"}\n`,
        stderr: "",
        timedOut: false,
      };
    },
    close: () => Promise.resolve(),
  };
  const request = async (input: string | AsyncIterable<Uint8Array>) => {
    const answer = await ask(transport, alice, { agent, verb: "probe", args: [], input, timeoutMs: 1000, doing: "" });
    return isReply(answer) ? answer.end : answer.code;
  };
  return { request, requests };
}

describe("a request whose connection fails", () => {
  const closed = "kex_exchange_identification: Connection closed by remote host\r\n";
  /** Returns the answer of a machine after attempts with these errors, and the number of attempts. */
  const attempt = async (errors: readonly string[], more: { readonly fresh?: boolean } = {}) => {
    let attempts = 0;
    const transport: Transport = {
      exec: () => {
        const stderr = errors[attempts++];
        return Promise.resolve({
          code: stderr === undefined ? 0 : null,
          stdout: stderr === undefined ? "\ntroupe-agent\t1\nend\tok\n" : "",
          stderr: stderr ?? "",
          timedOut: false,
        });
      },
      close: () => Promise.resolve(),
    };
    const request = { agent, verb: "probe", args: [], timeoutMs: 1000, doing: "", retryPausesMs: [0, 0], ...more };
    const answer = await ask(transport, alice, request);
    return [isReply(answer) ? answer.end![0] : answer.code, attempts];
  };

  test("before the login is tried again, within limits", async () => {
    expect(await attempt([closed, closed])).toEqual(["ok", 3]);
    expect(await attempt([closed, closed, closed])).toEqual(["TRP5001", 3]);
    expect(await attempt(["ssh: connect to host 192.0.2.1 port 22: Connection refused\r\n"])).toEqual(["ok", 2]);
  });

  test("for good, after the login, or as a fresh contact is not tried again", async () => {
    expect(await attempt(["ann@192.0.2.1: Permission denied (publickey).\r\n"])).toEqual(["TRP5003", 1]);
    expect(await attempt(["Timeout, server 192.0.2.1 not responding.\r\n"])).toEqual(["TRP5008", 1]);
    expect(await attempt([closed], { fresh: true })).toEqual(["TRP5001", 1]);
  });
});

describe("a request", () => {
  test("sends the script once, and then names its digest", async () => {
    const { request, requests } = machine(true);
    for (const input of ["one", "two", "three"]) expect(await request(input)).toEqual(["ok"]);
    expect(requests).toEqual(["digest one", "script one", "digest two", "digest three"]);
  });

  test("sends the script each time to a machine that cannot keep it", async () => {
    const { request, requests } = machine(false);
    for (const input of ["one", "two", "three", "four"]) expect(await request(input)).toEqual(["ok"]);
    expect(requests).toEqual(["digest one", "script one", "digest two", "script two", "script three", "script four"]);
  });

  test("sends the script with an input that can be read only once", async () => {
    const { request, requests } = machine(true);
    const stream = async function* () {
      yield Buffer.from("st");
      yield Buffer.from("ream");
    };
    expect(await request(stream())).toEqual(["ok"]);
    expect(requests).toEqual(["script stream"]);
  });
});
