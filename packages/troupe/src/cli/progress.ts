/**
 * Shows the progress of work on machines: a rewritten line in a terminal, plain lines elsewhere. Work of less than half
 * a second shows none.
 */
import type { ApplyEvent, Phase } from "../deploy/model/events.ts";
import { interruptible } from "./interrupt.ts";
import type { Terminal } from "./terminal.ts";
import { count, listed } from "../text/text.ts";

const phaseTexts: { readonly [Each in Phase]: string } = {
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

/** The progress of a command, which the command ends before it prints its result. */
interface Progress {
  readonly onEvent: (event: ApplyEvent) => void;
  readonly end: () => void;
}

/** Milliseconds without progress. */
const delay = 500;
/** The number of machines from which on plain lines show the results alone. */
const mostPlainPhases = 20;

/** Starts the progress of work on `total` machines. */
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
    terminal.rewrite(text.length > terminal.width ? `${text.slice(0, terminal.width - 1)}…` : text);
    shown = true;
  };
  const printLine = (line: string) => {
    if (begun) terminal.note(line);
    else waiting.push(line);
  };
  const begin = () => {
    begun = true;
    if (terminal.live) draw();
    else for (const line of waiting.splice(0)) terminal.note(line);
  };
  const timer = setTimeout(begin, delay);

  return {
    onEvent(event) {
      if (event.kind === "phase") {
        const text =
          event.detail === undefined ? phaseTexts[event.phase] : `${phaseTexts[event.phase]} (${event.detail})`;
        phases.set(event.machine, text);
        if (!terminal.live && total <= mostPlainPhases) printLine(`${event.machine}: ${text}`);
      } else finished.add(event.machine);
      if (terminal.live && begun) draw();
    },
    end() {
      clearTimeout(timer);
      if (shown) terminal.rewrite("");
      if (!terminal.live && begun && total > mostPlainPhases)
        terminal.note(`${finished.size} of ${count(total, "machine")} done`);
    },
  };
}

/** The options that {@link withProgress} hands to work on machines. */
export interface Observed {
  readonly events: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
}

/** Runs work on machines with its progress shown, until the work ends or is interrupted. */
export async function withProgress<T>(
  terminal: Terminal,
  total: number,
  run: (observed: Observed) => Promise<T>,
): Promise<T> {
  const progress = createProgress(terminal, total);
  try {
    return await interruptible((signal) => run({ events: progress.onEvent, signal }));
  } finally {
    progress.end();
  }
}
