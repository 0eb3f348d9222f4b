import { expect, it } from "vitest";
import { readDryActivate } from "./dry-activate.ts";

it("understands what NixOS says, and keeps what is for people", () => {
  const said = `would stop the following units: kvstore.service, old.timer
would NOT stop the following changed units: getty@tty1.service, systemd-logind.service
would activate the configuration...
would reload the following units: dbus.service, firewall.service
would restart the following units: nginx.service
would start the following units: kvstore.service, new.service
`;
  const { units, others } = readDryActivate(said.split("\n"));
  expect(units).toEqual({
    stop: ["old.timer"],
    start: ["new.service"],
    restart: ["kvstore.service", "nginx.service"],
    reload: ["dbus.service", "firewall.service"],
    restartIfRunning: [],
    startIfEnabled: [],
  });
  expect(others).toEqual(["would NOT stop the following changed units: getty@tty1.service, systemd-logind.service"]);
});
