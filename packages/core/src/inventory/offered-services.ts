/** Every service that instances may use, whether an instance does or not. */
import { isPlainObject } from "@troupe/modules";
import { byName, sortedKeys } from "../names.ts";
import { wrongPartsOf } from "./service-form.ts";
import { usableService } from "./services.ts";
import type { WrittenInventory } from "../model/written-inventory.ts";
import type { OfferedService } from "../model/instance.ts";

/** All of them in byte order of ids; what is not a service is left out. */
export function offeredServices({ section, read }: WrittenInventory): readonly OfferedService[] {
  const inputs = section("inputs");
  const of = (input: string, services: { readonly [name: string]: unknown }): readonly OfferedService[] =>
    sortedKeys(services).flatMap((name) => {
      const id = `${input}/${name}`;
      const usable = read(() => usableService(id, services[name]), undefined);
      return usable === undefined || wrongPartsOf(usable.definition).length > 0
        ? []
        : [{ id, input, name, definition: usable.definition }];
    });
  const fromInputs = sortedKeys(inputs).map((input) => {
    const services = read<unknown>(() => inputs[input], undefined);
    return isPlainObject(services) ? of(input, services) : [];
  });
  return [of("self", section("services")), ...fromInputs].flat().toSorted((a, b) => byName(a.id, b.id));
}
