/** Reading an OCI image layout. Every blob is verified by its digest before it is used. */
import { buffer } from "node:stream/consumers";
import { type Blob, blobOf, type Descriptor, type FilePart, readPart, verified } from "./blob.ts";
import type { Base, ImageConfig, LayoutStore, Unsuitable } from "./image.ts";
import { imageConfig, imageIndex, imageManifest, isLayer, ociMediaType } from "./media-types.ts";

type Json = Partial<Record<string, unknown>>;
type Image = Descriptor & { readonly platform?: { readonly os?: unknown; readonly architecture?: unknown } };

/** The one image of a layout. */
export async function layoutBase(store: LayoutStore, unsuitable: Unsuitable): Promise<Base> {
  const { json, find } = reader(store, unsuitable);
  const images = async ({ manifests }: Json): Promise<readonly Image[]> => {
    const listed: readonly Image[] = Array.isArray(manifests) ? manifests.filter(isDescriptor) : [];
    const nested = await Promise.all(
      listed.map(async (descriptor) =>
        ociMediaType(descriptor.mediaType) === imageIndex ? images(await json(descriptor)) : [descriptor],
      ),
    );
    // Attestations and other attachments of images have the platform "unknown".
    return nested
      .flat()
      .filter(({ mediaType, platform }) => ociMediaType(mediaType) === imageManifest && platform?.os !== "unknown");
  };
  const manifests = await images(await json("index.json"));
  const [image, ...others] = manifests;
  if (image === undefined) return unsuitable("it holds no image");
  if (others.length > 0) {
    const names = manifests.map(
      ({ platform, annotations }) =>
        annotations?.["org.opencontainers.image.ref.name"] ?? platform?.architecture ?? "?",
    );
    unsuitable(
      `it holds ${manifests.length} images (${names.join(", ")}); "skopeo copy" makes a layout of one of them`,
    );
  }

  const { config: described, layers } = await json(image);
  if (
    !isDescriptor(described) ||
    ociMediaType(described.mediaType) !== imageConfig ||
    !Array.isArray(layers) ||
    !layers.every(isDescriptor)
  )
    return unsuitable("its manifest is not one of an image");
  const config = (await json(described)) as Json & ImageConfig;
  if (config.os !== "linux") unsuitable(`it is not for Linux but for ${config.os}`);
  if (config.rootfs?.diff_ids?.length !== layers.length)
    unsuitable("its configuration and its manifest have not the same layers");
  const blobs = layers.map(async (descriptor): Promise<Blob> => {
    const mediaType = ociMediaType(descriptor.mediaType);
    if (!isLayer(mediaType)) unsuitable(`a layer of it is of the type ${descriptor.mediaType}`);
    const { digest, size } = descriptor;
    const part = await find(descriptor);
    const read = () => verified(readPart(part), digest, () => unsuitable(`the blob ${digest} is damaged`));
    return { descriptor: { mediaType, digest, size }, content: { size, read } };
  });
  return { layers: await Promise.all(blobs), config };
}

/** Reads JSON, of blobs by what describes them and of the layout's own files by their paths. */
function reader(store: LayoutStore, unsuitable: Unsuitable) {
  const find = async ({ digest, size }: Descriptor): Promise<FilePart> => {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) unsuitable(`${JSON.stringify(digest)} is not a SHA-256 digest`);
    const part = await store(`blobs/${digest.replace(":", "/")}`);
    if (part === undefined) return unsuitable(`the blob ${digest} is missing`);
    return part.size === size ? part : unsuitable(`the blob ${digest} has ${part.size} bytes instead of ${size}`);
  };
  const json = async (what: Descriptor | string): Promise<Json> => {
    const name = typeof what === "string" ? what : `the blob ${what.digest}`;
    const part = typeof what === "string" ? await store(what) : await find(what);
    if (part === undefined) return unsuitable(`${name} is missing`);
    const bytes = await buffer(readPart(part));
    if (typeof what !== "string" && blobOf("", bytes).descriptor.digest !== what.digest)
      unsuitable(`${name} is damaged`);
    try {
      const value: unknown = JSON.parse(bytes.toString());
      if (typeof value === "object" && value !== null) return value;
    } catch {
      // Told like any other content that does not belong there.
    }
    return unsuitable(`${name} is not a JSON object`);
  };
  return { find, json };
}

function isDescriptor(value: unknown): value is Descriptor {
  const { mediaType, digest, size } = (value ?? {}) as Json;
  return typeof mediaType === "string" && typeof digest === "string" && typeof size === "number";
}
