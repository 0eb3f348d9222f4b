/** Users of machines and clusters are checked against the options that users have. */
import { defineInventory, mkDefault, mkForce } from "troupe";
import { test } from "vitest";

test("users have the options of users.users", () => {
  const keys = { openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAA ann@home"] } } };
  defineInventory({
    machines: { a: { users: { ann: { isNormalUser: true, shell: mkForce("/bin/zsh"), ...keys } } } },
    clusters: {
      north: {
        users: { ann: { extraGroups: ["adm"], uid: mkDefault(1000) } },
        machines: { b: { users: { ben: { isSystemUser: true } } } },
      },
    },
  });
  // @ts-expect-error a typo in an option
  defineInventory({ machines: { a: { users: { ann: { isNormalUsr: true } } } } });
  // @ts-expect-error a wrong value
  defineInventory({ clusters: { north: { users: { ann: { extraGroups: "adm" } } } } });
  // @ts-expect-error the same on a machine of a cluster
  defineInventory({ clusters: { north: { machines: { b: { users: { ann: { uid: "1000" } } } } } } });
});
