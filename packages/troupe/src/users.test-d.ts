/** The types of the users of machines and clusters. */
import { defineInventory, mkDefault, mkForce } from "troupe";
import { test } from "vitest";

test("defineInventory types the users of machines and clusters by the options of users.users", () => {
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
  // @ts-expect-error a user of a machine has no option `isNormalUsr`
  defineInventory({ machines: { a: { users: { ann: { isNormalUsr: true } } } } });
  // @ts-expect-error `extraGroups` of a cluster's user is a list
  defineInventory({ clusters: { north: { users: { ann: { extraGroups: "adm" } } } } });
  // @ts-expect-error `uid` of a user of a cluster's machine is a number
  defineInventory({ clusters: { north: { machines: { b: { users: { ann: { uid: "1000" } } } } } } });
});
