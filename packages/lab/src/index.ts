/** Real test hosts: systemd machines booted on one box, whose network can be cut and whose plug can be pulled. */
export { type Base, baseImage } from "./base.ts";
export { type CommandOptions, type CommandResult } from "./command.ts";
export { isLabError, LabError } from "./error.ts";
export { createLab, type HostOptions, type HostState, type Lab, type LabHost, type LabOptions, openLab } from "./lab.ts";
export { layer, type Layer } from "./layer.ts";
export { type Progress } from "./progress.ts";
export { localRepository, type Repository } from "./repository.ts";
export { setUp } from "./setup.ts";
export { hostsSupported, type Support } from "./support.ts";
