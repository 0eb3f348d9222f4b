/** Health checks as a machine runs them: with sh, against a server that is there, answers wrongly, or is not. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SystemFragment } from "@troupe/vocabulary";
import { fileText, problems, rendered } from "../testing/rendered.ts";

const requests: string[] = [];
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.host?.replace(String(port), "PORT")}`);
    response.writeHead(request.url === "/broken" ? 500 : 204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

async function run(check: NonNullable<SystemFragment["healthChecks"]>[string]): Promise<number> {
  const result = rendered({ healthChecks: { kv: check } });
  expect(problems(result)).toBe("");
  const child = spawn("sh", ["-c", fileText(result, "health/kv")], { stdio: "ignore" });
  const [status] = await once(child, "exit");
  return status as number;
}

describe("a health check", () => {
  it("passes if a connection can be made", async () => {
    expect(await run({ tcp: { port } })).toBe(0);
    expect(await run({ tcp: { host: "localhost", port: 1 } })).not.toBe(0);
  });

  it("passes if a request is answered well", async () => {
    expect(await run({ http: { url: `http://127.0.0.1:${port}/health?a='b'&c=$d` } })).toBe(0);
    expect(await run({ http: { url: `http://127.0.0.1:${port}/broken` } })).toBe(1);
    expect(await run({ http: { url: `http://127.0.0.1:${port}/broken`, status: 500 } })).toBe(0);
    expect(await run({ http: { url: "http://127.0.0.1:1/" } })).not.toBe(0);
    expect(requests).toEqual([
      "GET /health?a='b'&c=$d 127.0.0.1:PORT",
      "GET /broken 127.0.0.1:PORT",
      "GET /broken 127.0.0.1:PORT",
    ]);
  });

  it("has its description, as one line, in the manifest", () => {
    const { generation } = rendered({ healthChecks: { kv: { tcp: { port: 1 }, description: " It\n  listens\n" } } });
    expect(generation.manifest.health).toMatchObject([{ name: "kv", description: "It listens" }]);
  });

  it("passes if all commands of a script do", async () => {
    expect(await run({ script: "true" })).toBe(0);
    expect(await run({ script: "false\ntrue" })).toBe(1);
  });
});
