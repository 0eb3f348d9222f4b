/** The media types of OCI images, and what Docker calls the same things. */

export const imageIndex = "application/vnd.oci.image.index.v1+json";
export const imageManifest = "application/vnd.oci.image.manifest.v1+json";
export const imageConfig = "application/vnd.oci.image.config.v1+json";
export const tarLayer = "application/vnd.oci.image.layer.v1.tar";

const docker: { readonly [mediaType: string]: string } = {
  "application/vnd.docker.distribution.manifest.list.v2+json": imageIndex,
  "application/vnd.docker.distribution.manifest.v2+json": imageManifest,
  "application/vnd.docker.container.image.v1+json": imageConfig,
  "application/vnd.docker.image.rootfs.diff.tar": tarLayer,
  "application/vnd.docker.image.rootfs.diff.tar.gzip": `${tarLayer}+gzip`,
};

/** The media type as the OCI specification has it. */
export const ociMediaType = (mediaType: string): string => docker[mediaType] ?? mediaType;

const layers = new Set(["", "+gzip", "+zstd"].map((packed) => `${tarLayer}${packed}`));

/** True for layers that may be distributed. */
export const isLayer = (mediaType: string): boolean => layers.has(mediaType);
