/**
 * Runs a command in a virtual machine through a serial port, so that a cut network does not matter:
 * `inside-client.ts SOCKET COMMAND…`. The client and `inside-server.sh` exchange one line each over the port, which qemu
 * offers as SOCKET. The program exits with the status of the command, or with 255 without an answer.
 */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { shellCommand } from "./command.ts";

const [socketPath = "", ...command] = process.argv.slice(2);
const base64 = (data: string): string => Buffer.from(data).toString("base64");
const id = randomBytes(8).toString("hex");
const input = process.stdin.isTTY ? "" : await text(process.stdin);
const socket = connect(socketPath);
socket.once("error", (error) => {
  process.stderr.write(`the virtual machine does not run: nothing listens on ${socketPath} (${error.message})\n`);
  process.exit(255);
});
socket.once("close", () => {
  process.stderr.write(`the virtual machine closed ${socketPath} before the command ended\n`);
  process.exit(255);
});
// The first newline ends a line that a killed client left incomplete. "-" stands for an empty input, because the server
// splits the line into words and skips a request without a third word.
socket.write(`\n${id} ${base64(shellCommand(command))} ${base64(input) || "-"}\n`);
let received = "";
socket.on("data", (chunk: Buffer) => {
  received += chunk.toString("latin1");
  const lines = received.split("\n");
  received = lines.pop() ?? "";
  // Lines with another id answer requests of clients that were killed.
  const answer = lines.map((line) => line.split(" ")).find((fields) => fields[0] === id);
  if (answer === undefined) return;
  const [, status = "255", stdout = "-", stderr = "-"] = answer;
  socket.removeAllListeners("close");
  socket.end();
  for (const [stream, data] of [
    [process.stdout, stdout],
    [process.stderr, stderr],
  ] as const)
    if (data !== "-") stream.write(Buffer.from(data, "base64"));
  process.exitCode = Number(status);
});
