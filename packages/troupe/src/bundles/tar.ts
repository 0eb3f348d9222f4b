/** `tar`: an archive that a machine unpacks at `/`. */
import { constants, gzipSync } from "node:zlib";
import { defineDeploymentForm } from "./form.ts";
import { activationSteps } from "./steps.ts";

export const tar = defineDeploymentForm({
  name: "tar",
  description: "an archive to unpack at / (.tar, or .tar.gz)",
  endings: [".tar", ".tar.gz", ".tgz"],
  build: ({ archive, incoming, ending }) => ({
    content: ending === ".tar" ? archive() : reproducibleGzip(archive()),
    next: (path) => [
      `Bring ${path} to the machine. There, as root:`,
      `  tar -xf ${path.split("/").at(-1)} -C /`,
      ...activationSteps(incoming),
    ],
  }),
});

/** Without the name of the system that it was made on. */
function reproducibleGzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  packed[9] = 255;
  return packed;
}
