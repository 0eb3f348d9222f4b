/** `oci`: an image whose process 1 is systemd, and which becomes its machine when it boots for the first time. */
import { tarEnd, tarFileHeader, tarPadding } from "@troupe/linux";
import { defineDeploymentForm } from "../form.ts";
import type { FileContent, PackedFile } from "../../files/write-whole.ts";
import { openBase } from "./base.ts";
import { type Blob, blobOf, jsonBlob } from "./blob.ts";
import type { Base, ImageConfig } from "./image.ts";
import { imageConfig, imageIndex, imageManifest, tarLayer } from "./media-types.ts";

/** The base of the generation's layer without `--base`. The layer fits any architecture, but an image must name one. */
const nothing: Base = {
  layers: [],
  config: { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [] } },
};

export const oci = defineDeploymentForm({
  name: "oci",
  description: "an OCI image (a layout, or its .tar) that boots with systemd; on the root file system --base",
  endings: ["/", ".tar"],
  takesBase: true,
  build: async ({ machine, generation, archive, ending, base: path }) => {
    const base = path === undefined ? nothing : await openBase(path);
    const layer = blobOf(tarLayer, archive({ firstBoot: true }));
    const layers = [...base.layers, layer];
    const config = jsonBlob(imageConfig, configOn(base.config, layer));
    const manifest = jsonBlob(imageManifest, {
      schemaVersion: 2,
      mediaType: imageManifest,
      config: config.descriptor,
      layers: layers.map(({ descriptor }) => descriptor),
      annotations: {
        "org.opencontainers.image.title": machine.name,
        "org.opencontainers.image.version": generation.id,
      },
    });
    const files = layoutFiles(manifest, [config, ...layers]);
    return {
      content: ending === "/" ? files : archiveOf(files),
      next: (path) => [
        ...(base === nothing
          ? ["This is the machine's layer alone: --base ROOT-FILE-SYSTEM makes an image that boots."]
          : []),
        "Copy it to a registry, or to where containers are run:",
        `  skopeo copy ${ending === "/" ? "oci" : "oci-archive"}:${path} docker://REGISTRY/${machine.name.toLowerCase()}`,
      ],
    };
  },
});

/**
 * The base's configuration with one more layer. The image is a machine: its process is systemd, which stops at another
 * signal.
 */
function configOn({ architecture, os, variant, config, rootfs, history }: ImageConfig, layer: Blob): ImageConfig {
  const { Cmd: _command, User: _user, Healthcheck: _check, ...kept } = config ?? {};
  return {
    architecture,
    os,
    ...(variant !== undefined && { variant }),
    config: { ...kept, Entrypoint: ["/sbin/init"], StopSignal: "SIGRTMIN+3" },
    // The layer is not compressed, so its digest is also the digest of its contents.
    rootfs: { type: "layers", diff_ids: [...rootfs.diff_ids, layer.descriptor.digest] },
    ...(Array.isArray(history) && { history: [...history, { created_by: "troupe build" }] }),
  };
}

/** The files of a layout with one image, by path. */
function layoutFiles({ descriptor, content }: Blob, others: readonly Blob[]): ReadonlyMap<string, PackedFile> {
  const json = (value: unknown): PackedFile => ({ content: Buffer.from(JSON.stringify(value)) });
  const blobs = [{ descriptor, content }, ...others].map(({ descriptor, content }): [string, PackedFile] => [
    `blobs/${descriptor.digest.replace(":", "/")}`,
    { content },
  ]);
  const manifests = [{ ...descriptor, annotations: { "org.opencontainers.image.ref.name": "latest" } }];
  return new Map([
    ["oci-layout", json({ imageLayoutVersion: "1.0.0" })],
    ["index.json", json({ schemaVersion: 2, mediaType: imageIndex, manifests })],
    ...blobs.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** Files as one uncompressed tar archive, which may be larger than memory. */
function archiveOf(files: ReadonlyMap<string, PackedFile>): FileContent {
  const parts = [...files].map(([path, { content }]) => {
    const size = content instanceof Uint8Array ? content.length : content.size;
    return { content, head: tarFileHeader(path, 0o644, size), padding: tarPadding(size), size };
  });
  const size = parts.reduce((sum, part) => sum + part.head.length + part.size + part.padding.length, tarEnd.length);
  return {
    size,
    read: async function* () {
      for (const { content, head, padding } of parts) {
        yield head;
        if (content instanceof Uint8Array) yield content;
        else yield* content.read();
        yield padding;
      }
      yield tarEnd;
    },
  };
}
