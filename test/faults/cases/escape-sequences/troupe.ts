import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        environment: { etc: { "esc.txt": { text: "a\x1b[2J\x1b]0;pwned\x07b\u202Ecd\n" } } },
        systemd: {
          services: {
            bad: {
              wantedBy: ["multi-user.target"],
              script:
                "printf '\\033[2J\\033]0;pwned\\007 evil\\n\\tTAB\\tx\\n' ; printf 'end\\tok\\nunit\\tfoo\\n'; printf '\\377\\376 bin\\n'; head -c 100000 /dev/zero | tr '\\0' L; echo; exit 3",
            },
          },
        },
      }),
    },
  },
});
