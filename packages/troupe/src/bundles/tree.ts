/** `tree`: a folder to be carried to a machine by whatever way there is. */
import { defineDeploymentForm } from "./form.ts";
import type { PackedFile } from "../files/write-whole.ts";
import { activationSteps } from "./steps.ts";

export const tree = defineDeploymentForm({
  name: "tree",
  description: "a folder with the generation and the script that activates it",
  build: ({ machine, generation, files }) => {
    const readme = `What Troupe built for ${machine.name}: generation ${generation.id}.
Bring this folder to the machine. There, as root:

    sh activate            switch to it
    sh activate confirm    keep it, over a new login within five minutes; otherwise the machine goes back

The script itself says more. There are no secrets in here.
`;
    const carried = [...files].map(([path, { bytes, mode }]): [string, PackedFile] => [path, { content: bytes, mode }]);
    return {
      content: new Map([["README", { content: Buffer.from(readme) }], ...carried]),
      next: (path) => [`Bring ${path} to the machine. There, as root:`, ...activationSteps(path.split("/").at(-1)!)],
    };
  },
});
