/** Every service that instances may use, whether one does or not: for whoever shows what there is. */
import { isPlainObject } from "@troupe/modules";
import type { AnyServiceDefinition } from "../service/types.ts";
import { byName, sortedKeys } from "../names.ts";
import { wrongPartsOf } from "./service-form.ts";
import { usableService } from "./services.ts";
import type { Written } from "./written.ts";

/** A service of the inventory's `services` or of one of its `inputs`. */
export interface OfferedService {
  /** "self/kvstore", "libstd/backup". */
  readonly id: string;
  /** The input that has it; "self" for the inventory's own. */
  readonly input: string;
  /** The name that instances use it by. */
  readonly name: string;
  readonly definition: AnyServiceDefinition;
}

/** All of them in byte order of ids; what is not a service is left out. */
export function offeredServices({ section, read }: Written): readonly OfferedService[] {
  const inputs = section("inputs");
  const of = (input: string, services: { readonly [name: string]: unknown }): readonly OfferedService[] =>
    sortedKeys(services).flatMap((name) => {
      const id = `${input}/${name}`;
      const usable = read(() => usableService(id, services[name]), undefined);
      return usable === undefined || wrongPartsOf(usable.definition).length > 0 ? [] : [{ id, input, name, definition: usable.definition }];
    });
  const fromInputs = sortedKeys(inputs).map((input) => {
    const services = read<unknown>(() => inputs[input], undefined);
    return isPlainObject(services) ? of(input, services) : [];
  });
  return [of("self", section("services")), ...fromInputs].flat().toSorted((a, b) => byName(a.id, b.id));
}
