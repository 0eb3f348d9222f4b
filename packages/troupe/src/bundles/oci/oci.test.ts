import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { tarArchive } from "@troupe/linux";
import { describe, expect, test } from "vitest";
import { isTroupeError } from "@troupe/modules";
import { testProject } from "../../testing/project.ts";
import { buildAlice } from "../testing/hello-project.ts";
import { openBase } from "./base.ts";
import { oci } from "./oci.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (content: Uint8Array) => `sha256:${createHash("sha256").update(content).digest("hex")}`;
/** The beginning of a program for 64 bit ARM. */
const program = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array<number>(9).fill(0), 2, 0, 183, 0]);
const rootfs = tarArchive([
  { type: "directory", path: "./usr", mode: 0o755 },
  { type: "file", path: "./usr/bin/true", mode: 0o755, bytes: program },
  { type: "link", path: "./bin", target: "usr/bin" },
]);

const project = (files: { readonly [file: string]: Uint8Array } = {}) => {
  const made = testProject({ "inventory.json": '{ "machines": { "alice": {} } }' });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made.folder, name), content);
  return made;
};
type Project = ReturnType<typeof project>;

/** Builds alice's image. */
const build = async ({ folder }: Project, out: string, base?: string) =>
  (await buildAlice(folder, oci, out, base)).path;

/** An image layout, read strictly: every blob is called by its digest, and nothing else lies there. */
function strictly(layout: string) {
  const used = new Set<string>();
  const json = (file: string) => JSON.parse(readFileSync(join(layout, file), "utf8"));
  const blob = (
    { mediaType, digest, size }: { readonly mediaType: string; readonly digest: string; readonly size: number },
    expected: RegExp,
  ) => {
    expect(mediaType).toMatch(expected);
    const content = readFileSync(join(layout, "blobs", digest.replace(":", "/")));
    expect([sha256(content), content.length]).toEqual([digest, size]);
    used.add(digest.replace("sha256:", ""));
    return content;
  };
  expect(json("oci-layout")).toEqual({ imageLayoutVersion: "1.0.0" });
  const index = json("index.json");
  expect(index).toMatchObject({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json" });
  expect(index.manifests).toHaveLength(1);
  const manifest = JSON.parse(
    blob(index.manifests[0], /^application\/vnd\.oci\.image\.manifest\.v1\+json$/).toString(),
  );
  expect(manifest).toMatchObject({ schemaVersion: 2, mediaType: index.manifests[0].mediaType });
  const config = JSON.parse(blob(manifest.config, /^application\/vnd\.oci\.image\.config\.v1\+json$/).toString());
  const layers = (manifest.layers as readonly { mediaType: string; digest: string; size: number }[]).map((layer) => {
    const content = blob(layer, /^application\/vnd\.oci\.image\.layer\.v1\.tar(\+gzip|\+zstd)?$/);
    return layer.mediaType.endsWith("gzip")
      ? gunzipSync(content)
      : layer.mediaType.endsWith("zstd")
        ? zstdDecompressSync(content)
        : content;
  });
  expect(config.rootfs).toEqual({ type: "layers", diff_ids: layers.map(sha256) });
  expect(readdirSync(join(layout, "blobs/sha256")).toSorted()).toEqual([...used].toSorted());
  const listed = layers.map((input) =>
    execFileSync("tar", ["-tf", "-"], { input, encoding: "utf8" }).trim().split("\n"),
  );
  return { index, manifest, config, listed };
}

describe("an image", () => {
  test("of the machine's layer alone", async () => {
    const { config, manifest, listed } = strictly(await build(project(), "image"));
    expect(config).toMatchObject({
      architecture: "amd64",
      os: "linux",
      config: { Entrypoint: ["/sbin/init"], StopSignal: "SIGRTMIN+3" },
    });
    const { "org.opencontainers.image.version": id } = manifest.annotations;
    expect(listed.flat().map((path) => path.replace(id, "ID"))).toMatchInlineSnapshot(`
      [
        "etc/systemd/system/multi-user.target.wants/troupe-first-boot.service",
        "etc/systemd/system/troupe-first-boot.service",
        "var/lib/troupe/incoming/ID/",
        "var/lib/troupe/incoming/ID/activate",
        "var/lib/troupe/incoming/ID/agent",
        "var/lib/troupe/incoming/ID/generation/manifest",
        "var/lib/troupe/incoming/ID/generation/provenance.json",
      ]
    `);
  });

  test.each([
    ["plain", rootfs],
    ["gzip", gzipSync(rootfs)],
    ["zstd", zstdCompressSync(rootfs)],
  ])("on a root file system's archive: %s", async (_, base) => {
    const { config, listed } = strictly(await build(project({ "base.tar": base }), "image", "base.tar"));
    expect([config.architecture, config.rootfs.diff_ids[0], listed[0]]).toEqual([
      "arm64",
      sha256(rootfs),
      ["./bin", "./usr/", "./usr/bin/true"],
    ]);
    expect(listed).toHaveLength(2);
  });

  test("on another image, whose environment it keeps", async () => {
    const made = project({ "base.tar": rootfs });
    const image = await build(made, "image", "base.tar");
    // The image itself, as somebody else would have made it.
    const first = rewritten(image, (config) => ({
      ...config,
      config: { Env: ["LANG=C.UTF-8"], Cmd: ["bash"], User: "nobody", Labels: { by: "us" } },
      history: [{ created_by: "tar" }, { created_by: "troupe" }],
    }));
    const { config, listed } = strictly(await build(made, "second", "image"));
    expect(config).toMatchObject({
      architecture: "arm64",
      config: { Env: ["LANG=C.UTF-8"], Labels: { by: "us" }, Entrypoint: ["/sbin/init"], StopSignal: "SIGRTMIN+3" },
      history: [{ created_by: "tar" }, { created_by: "troupe" }, { created_by: "troupe build" }],
    });
    expect([Object.keys(config.config).toSorted(), listed.length, first]).toEqual([
      ["Entrypoint", "Env", "Labels", "StopSignal"],
      3,
      2,
    ]);
  });

  test("as an archive holds the same files, and is a base as well", async () => {
    const made = project({ "base.tar": rootfs });
    await build(made, "image", "base.tar");
    await build(made, "image.tar", "base.tar");
    execFileSync("sh", ["-ec", "mkdir unpacked; tar -xf image.tar -C unpacked; diff -r image unpacked"], {
      cwd: made.folder,
    });
    expect(strictly(await build(made, "second", "image.tar")).listed).toHaveLength(3);
  });
});

/** Gives the one image of a layout another configuration; the number of its layers. */
function rewritten(layout: string, change: (config: Record<string, unknown>) => object): number {
  const path = (digest: string) => join(layout, "blobs", digest.replace(":", "/"));
  const put = (value: object) => {
    const content = bytes(JSON.stringify(value));
    writeFileSync(path(sha256(content)), content);
    return { digest: sha256(content), size: content.length };
  };
  const index = JSON.parse(readFileSync(join(layout, "index.json"), "utf8"));
  const manifest = JSON.parse(readFileSync(path(index.manifests[0].digest), "utf8"));
  const config = put(change(JSON.parse(readFileSync(path(manifest.config.digest), "utf8"))));
  const image = put({ ...manifest, config: { ...manifest.config, ...config } });
  writeFileSync(
    join(layout, "index.json"),
    JSON.stringify({ ...index, manifests: [{ ...index.manifests[0], ...image }] }),
  );
  return manifest.layers.length;
}

describe("a base that no image can start from", () => {
  const told = async ({ folder }: Project, base: string): Promise<string> => {
    try {
      const { layers } = await openBase(join(folder, base));
      for (const { content } of layers) if ("read" in content) await buffer(content.read());
      return "nothing";
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return error.diagnostics
        .map(({ message }) => message.replaceAll(folder, "FOLDER").replaceAll(/[0-9a-f]{64}/g, "DIGEST"))
        .join("\n");
    }
  };

  test("as a file", async () => {
    const made = project({
      text: bytes("Dear mother\n".repeat(100)),
      empty: new Uint8Array(),
      "cut.tar": rootfs.subarray(0, 1600),
      "cut.tar.gz": gzipSync(rootfs).subarray(0, 60),
      "root.tar.xz": Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0, 0]),
      "other.tar": tarArchive([{ type: "file", path: "letter", mode: 0o644, bytes: bytes("Dear mother\n") }]),
      "saved.tar": tarArchive([{ type: "file", path: "manifest.json", mode: 0o644, bytes: bytes("[]") }]),
      "layout.tar.gz": gzipSync(tarArchive([{ type: "file", path: "oci-layout", mode: 0o644, bytes: bytes("{}") }])),
    });
    const names = [
      "nowhere",
      "text",
      "empty",
      "cut.tar",
      "cut.tar.gz",
      "root.tar.xz",
      "other.tar",
      "saved.tar",
      "layout.tar.gz",
      ".",
    ];
    const said: string[] = [];
    for (const name of names) said.push(await told(made, name));
    expect(said).toMatchInlineSnapshot(`
      [
        "FOLDER/nowhere cannot be the base of an image: no such file or directory.",
        "FOLDER/text cannot be the base of an image: it is not a tar archive.",
        "FOLDER/empty cannot be the base of an image: it is not a tar archive.",
        "FOLDER/cut.tar cannot be the base of an image: the archive is cut off.",
        "FOLDER/cut.tar.gz cannot be the base of an image: unexpected end of file.",
        "FOLDER/root.tar.xz cannot be the base of an image: no image can hold a layer packed with xz; unpack it first: xz -dk FOLDER/root.tar.xz.",
        "FOLDER/other.tar cannot be the base of an image: there is neither usr/ nor bin/ in it, so it is not a root file system.",
        "FOLDER/saved.tar cannot be the base of an image: it was written by "docker save"; "skopeo copy docker-archive:FILE oci:FOLDER" makes a layout of it.",
        "FOLDER/layout.tar.gz cannot be the base of an image: it is a compressed OCI image layout; unpack it first.",
        "FOLDER cannot be the base of an image: it is a folder without oci-layout in it, so it is not an OCI image layout.",
      ]
    `);
  });

  test("as a layout", async () => {
    const said: string[] = [];
    const broken = async (change: (layout: string, manifest: string, config: string, layer: string) => void) => {
      const made = project({ "base.tar": rootfs });
      const image = await build(made, "image", "base.tar");
      const { index, manifest } = strictly(image);
      const blob = (digest: string) => join(image, "blobs", digest.replace(":", "/"));
      change(image, blob(index.manifests[0].digest), blob(manifest.config.digest), blob(manifest.layers[0].digest));
      said.push(await told(made, "image"));
    };
    const edit = (file: string, change: (text: string) => string) =>
      writeFileSync(file, change(readFileSync(file, "latin1")), "latin1");
    await broken((layout) => writeFileSync(join(layout, "index.json"), "{"));
    await broken((layout) => writeFileSync(join(layout, "index.json"), "{}"));
    await broken((layout) => edit(join(layout, "index.json"), (text) => text.replace(/\[(.*)\]/, "[$1,$1]")));
    await broken((_, manifest) => edit(manifest, (text) => text.replace("alice", "alise")));
    await broken((_, __, config) => writeFileSync(config, ""));
    await broken((_, __, ___, layer) => edit(layer, (text) => text.replace("ustar", "astar")));
    await broken((layout) => rewritten(layout, (config) => ({ ...config, os: "windows" })));
    await broken((layout) => rewritten(layout, (config) => ({ ...config, rootfs: null })));
    expect(said).toMatchInlineSnapshot(`
      [
        "FOLDER/image cannot be the base of an image: index.json is not a JSON object.",
        "FOLDER/image cannot be the base of an image: it holds no image.",
        "FOLDER/image cannot be the base of an image: it holds 2 images (latest, latest); "skopeo copy" makes a layout of one of them.",
        "FOLDER/image cannot be the base of an image: the blob sha256:DIGEST is damaged.",
        "FOLDER/image cannot be the base of an image: the blob sha256:DIGEST has 0 bytes instead of 290.",
        "FOLDER/image cannot be the base of an image: the blob sha256:DIGEST is damaged.",
        "FOLDER/image cannot be the base of an image: it is not for Linux but for windows.",
        "FOLDER/image cannot be the base of an image: its configuration and its manifest have not the same layers.",
      ]
    `);
  });
});
