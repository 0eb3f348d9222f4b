/** Reaching, planning and switching machines: what the command line and other programs use. */
export { apply } from "./apply.ts";
export type { ApplyOptions } from "./context.ts";
export type { ApplyEvent, OnEvent, Phase } from "./events.ts";
export type { MachineResult, Outcome } from "./result.ts";
export { rollback, type RollbackOptions } from "./rollback.ts";
export { type MachineState, status, type StatusOptions } from "./status.ts";
export { openssh, type OpensshOptions } from "./transport/openssh.ts";
export type { ExecRequest, ExecResult, Target, Transport } from "./transport/transport.ts";
