/**
 * The option that facts are definitions of: part of every platform's vocabulary, and of nothing that is done to a
 * machine.
 */
import { option, t, variantOf } from "@troupe/modules";

const ipForm = /^[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(%\w+)?$/;

/** True for what has the form of an IP address, as far as facts check that. */
export const isIpAddress = (text: string): boolean => ipForm.test(text);

const ip = variantOf(t.strMatching(ipForm), {
  name: "ipAddress",
  description: "IP address",
  descriptionClass: "noun",
  words: { one: "an IP address", many: "IP addresses" },
});

/**
 * The facts of a machine, for its annotations. The machine's own modules and the inventory define facts; services
 * cannot (TRP2802).
 *
 * @example
 * import { evalModules, force } from "@troupe/modules";
 *
 * const { config } = evalModules({ modules: [{ options: factsOptions, config: { facts: { ips: { eth0: ["192.0.2.1"] }, rack: "a1" } } }] });
 * force(config); // => { facts: { ips: { eth0: ["192.0.2.1"] }, rack: "a1" } }
 */
export const factsOptions = {
  facts: option(
    t.submodule(
      {
        ips: option(t.nullOr(t.attrsOf(t.listOf(ip))), {
          default: null,
          example: { eth0: ["192.0.2.10", "2001:db8::10"] },
          description: "The machine's addresses by network interface.",
        }),
      },
      { freeformType: t.attrsOf(t.json) },
    ),
    {
      default: {},
      example: { ips: { eth0: ["192.0.2.10"] }, rack: "a1" },
      description:
        "What services may know of the machine before they do anything. Changes nothing on the machine itself.",
    },
  ),
};
