/**
 * A program that runs a command in a virtual machine without its network: `inside-client.ts SOCKET COMMAND…`. The
 * request and the answer are a line each on a port of the machine, and `inside-server.sh` runs the commands. The program
 * ends with the status of the command.
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
  process.stderr.write(`the machine is not running: ${error.message}\n`);
  process.exit(255);
});
socket.once("close", () => {
  process.stderr.write("the machine went off\n");
  process.exit(255);
});
// "-" stands for an empty input, because the server splits the line into words.
socket.write(`\n${id} ${base64(shellCommand(command))} ${base64(input) || "-"}\n`);
let received = "";
socket.on("data", (chunk: Buffer) => {
  received += chunk.toString("latin1");
  const lines = received.split("\n");
  received = lines.pop() ?? "";
  // Lines with another id answer requests of clients that were killed.
  const answer = lines.map((line) => line.split(" ")).find((words) => words[0] === id);
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
