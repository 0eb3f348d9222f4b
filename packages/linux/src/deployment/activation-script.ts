/**
 * The activation script, which a person or a first boot runs on a machine instead of a deployer: the verbs in their
 * order.
 */
import { activation } from "../agent/scripts.generated.ts";

/**
 * The folder in which a deployment package that is unpacked at `/` leaves its files until they are activated.
 *
 * @example
 * incomingFolder("5a554250cea1c61b76e75e010cf73c9f"); // => "/var/lib/troupe/incoming/5a554250cea1c61b76e75e010cf73c9f"
 */
export const incomingFolder = (id: string): string => `/var/lib/troupe/incoming/${id}`;

/** Seconds within which a person must log in again and confirm. */
export const confirmSeconds = 300;

/**
 * POSIX sh; ASCII only. The script lies beside `agent` and `generation/`, and applies the generation with the steps of
 * `troupe apply`: verify, stage, arm, switch, check, confirm.
 */
export const activationScript = (id: string): string =>
  activation.replaceAll("@id@", id).replaceAll("@seconds@", String(confirmSeconds));
