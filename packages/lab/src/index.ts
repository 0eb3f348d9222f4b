/** Real test hosts: systemd machines booted on one box, with a network and a power supply that tests can cut. */
export { type Base, baseImage } from "./base-image.ts";
export { type CommandOptions, type CommandResult } from "./command.ts";
export { isLabError, LabError } from "./lab-error.ts";
export {
  createLab,
  type HostOptions,
  type HostState,
  type Lab,
  type LabHost,
  type LabOptions,
  openLab,
} from "./lab.ts";
export { layer, type Layer } from "./layer.ts";
export { type Progress } from "./progress.ts";
export { localRepository, type Repository } from "./repository.ts";
export { setUp, type SetUpOptions } from "./setup.ts";
export { hostsSupported, machinesSupported, type Support } from "./host-support.ts";
