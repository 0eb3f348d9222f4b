/** Progress of long work: one line that is rewritten in a terminal, plain lines elsewhere; nothing for what takes less than half a second. */
import type { ApplyEvent, Phase } from "../../deploy/model/events.ts";
import { interruptible } from "../interrupt.ts";
import type { Terminal } from "../terminal.ts";
import { count, listed } from "../../text/text.ts";

const doing: { readonly [Each in Phase]: string } = {
  probe: "looking",
  fetch: "comparing",
  build: "building",
  stage: "sending",
  install: "installing packages",
  wait: "waiting",
  switch: "switching",
  health: "checking health",
  confirm: "confirming",
  revert: "going back",
};

/** What a command tells about, and ends before it prints its result. */
interface Progress {
  readonly onEvent: (event: ApplyEvent) => void;
  readonly end: () => void;
}

const patience = 500;
/** With more machines than this, plain lines are for results only. */
const talkative = 20;

/** Progress of work on `total` machines. */
function createProgress(terminal: Terminal, total: number): Progress {
  const phases = new Map<string, string>();
  const finished = new Set<string>();
  const waiting: string[] = [];
  let begun = false;
  let shown = false;

  const draw = () => {
    const counts = [
      ...Map.groupBy(
        [...phases].filter(([machine]) => !finished.has(machine)),
        ([, phase]) => phase,
      ),
    ].map(
      ([phase, machines]) =>
        `${phase} ${listed(
          machines.map(([machine]) => machine),
          3,
        )}`,
    );
    const text = `${finished.size}/${total} ${counts.join("; ")}`;
    terminal.raw(`\r\u001B[2K${text.length > terminal.width ? `${text.slice(0, terminal.width - 1)}…` : text}`);
    shown = true;
  };
  const say = (line: string) => {
    if (begun) terminal.note(line);
    else waiting.push(line);
  };
  const begin = () => {
    begun = true;
    if (terminal.live) draw();
    else for (const line of waiting.splice(0)) terminal.note(line);
  };
  const timer = setTimeout(begin, patience);

  return {
    onEvent(event) {
      if (event.kind === "phase") {
        const text = event.detail === undefined ? doing[event.phase] : `${doing[event.phase]} (${event.detail})`;
        phases.set(event.machine, text);
        if (!terminal.live && total <= talkative) say(`${event.machine}: ${text}`);
      } else finished.add(event.machine);
      if (terminal.live && begun) draw();
    },
    end() {
      clearTimeout(timer);
      if (shown) terminal.raw("\r\u001B[2K");
      if (!terminal.live && begun && total > talkative) terminal.note(`${finished.size} of ${count(total, "machine")} done`);
    },
  };
}

/** What {@link withProgress} hands to work on machines. */
export interface Observed {
  readonly events: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
}

/** Runs something with its progress shown, until it is interrupted. */
export async function withProgress<T>(terminal: Terminal, total: number, run: (observed: Observed) => Promise<T>): Promise<T> {
  const progress = createProgress(terminal, total);
  try {
    return await interruptible((signal) => run({ events: progress.onEvent, signal }));
  } finally {
    progress.end();
  }
}
