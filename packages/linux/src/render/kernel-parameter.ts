/** Names of kernel parameters: the forms that sysctl.d(5) allows, and the form that Troupe writes. */

const part = /^(?!\.{1,2}$)[A-Za-z0-9_.*:@-]{1,255}$/;

/**
 * Returns the parts of the path below /proc/sys that a name stands for; undefined for an invalid name. As in
 * sysctl.d(5), the first separator separates parts, and the other one stands for a dot in a part.
 *
 * @example
 * parameterParts("net.ipv4.conf.eth0/200.forwarding"); // => ["net", "ipv4", "conf", "eth0.200", "forwarding"]
 * parameterParts("net/ipv4/conf/eth0.200/forwarding"); // => ["net", "ipv4", "conf", "eth0.200", "forwarding"]
 * parameterParts("../../etc/passwd"); // => undefined
 */
export function parameterParts(name: string): readonly string[] | undefined {
  const separator = /[./]/.exec(name)?.[0];
  const parts = separator === "." ? name.split(".").map((text) => text.replaceAll("/", ".")) : name.split("/");
  return !name.startsWith("-") && parts.every((text) => part.test(text)) ? parts : undefined;
}

/**
 * Returns the name of a parameter as `sysctl -a` prints it, with slashes as separators where a part has a dot.
 *
 * @example
 * printParameter(["net", "ipv4", "ip_forward"]); // => "net.ipv4.ip_forward"
 * printParameter(["net", "ipv4", "conf", "eth0.200", "forwarding"]); // => "net/ipv4/conf/eth0.200/forwarding"
 */
export const printParameter = (parts: readonly string[]): string =>
  parts.join(parts.some((text) => text.includes(".")) ? "/" : ".");
