/** For tests: the command `troupe` with the toy platform. */
import { registerPlatform } from "../../platforms.ts";
import { toyPlatform } from "./platform.ts";

registerPlatform(toyPlatform);

await import("../../../cli/main.ts");
