/**
 * For tests: what stands in for NixOS on hosts that are Debian. Nix itself is real (flakes, builds, stores, profiles),
 * and so are ssh and systemd. Not real: the systems that are built hold units alone, `switch-to-configuration` is the
 * script below, and the boot loader is a file that a unit reads.
 */

/** Records how it is called, and does with units what NixOS's own does, in the same words. */
export const switchToConfiguration = `#!/bin/sh
# Stands in for NixOS's switch-to-configuration.
set -eu
new=$(dirname "$(dirname "$(readlink -f "$0")")")
old=$(readlink -f /run/current-system || echo /nonexistent)
echo "$1 \${new##*-}" >>/var/log/switch-to-configuration
names() { ls "$1/units" 2>/dev/null || :; }
list() { tr '\\n' ',' | sed -e 's/,$//' -e 's/,/, /g'; }
changed=$(for unit in $(names "$old"); do cmp -s "$old/units/$unit" "$new/units/$unit" || echo "$unit"; done)
coming=$(for unit in $(names "$new"); do cmp -s "$old/units/$unit" "$new/units/$unit" || echo "$unit"; done)
say() { if [ -n "$2" ]; then echo "$1 the following units: $(echo "$2" | list)"; fi; }
case $1 in
  dry-activate)
    say "would stop" "$changed"
    echo "would activate the configuration..."
    say "would start" "$coming"
    exit 0 ;;
  boot)
    if [ -e "$new/no-boot" ]; then echo "cannot write /boot: No space left on device" >&2; exit 1; fi
    readlink -f /nix/var/nix/profiles/system >/boot/default
    exit 0 ;;
esac
say stopping "$changed"
for unit in $changed; do systemctl stop "$unit" || :; rm -f "/run/systemd/system/$unit"; done
echo "activating the configuration..."
ln -sfn "$new" /run/current-system
if [ -e "$new/hook.sh" ]; then . "$new/hook.sh"; fi
mkdir -p /run/systemd/system
for unit in $(names "$new"); do cp "$new/units/$unit" /run/systemd/system/; done
systemctl daemon-reload
say starting "$coming" 
for unit in $coming; do systemctl start "$unit" || :; done
failed=$(systemctl list-units --plain --no-legend --state=failed | sed 's/ .*//')
if [ -n "$failed" ]; then
  echo "warning: the following units failed: $(echo "$failed" | list)" >&2
  exit 4
fi
`;

/** A flake in which every machine is made of the files below `modules/MACHINE`. */
export const flakeFile = (system: string, machines: readonly string[]): string => `{
  outputs = { self }:
    let
      toplevel = name: derivation {
        name = "nixos-system-\${name}-\${builtins.readFile (./modules + "/\${name}/version")}";
        system = "${system}";
        builder = "/bin/sh";
        PATH = "/usr/bin:/bin";
        modules = ./modules + "/\${name}";
        switchToConfiguration = ./switch-to-configuration;
        args = [ "-c" ''
          mkdir -p $out/bin $out/units
          cp $switchToConfiguration $out/bin/switch-to-configuration
          chmod 755 $out/bin/switch-to-configuration
          for file in $modules/*; do case $file in *.service) cp $file $out/units/ ;; */broken) echo "this cannot be built" >&2; exit 1 ;; *) cp $file $out/ ;; esac; done
        '' ];
      };
    in {
      nixosConfigurations = builtins.listToAttrs (map (name: { inherit name; value.config.system.build.toplevel = toplevel name; }) [ ${machines.map((name) => `"${name}"`).join(" ")} ]);
    };
}
`;

/** Turns a host with Nix into one that looks like NixOS. Its flake is in /srv/first. */
export const becomeNixos = (machine: string): string => `set -e
mkdir -p /etc/nix /boot
printf 'substituters =\\nbuild-users-group =\\nsandbox = false\\nfilter-syscalls = false\\n' >/etc/nix/nix.conf
cat >/etc/systemd/system/stand-in-boot.service <<'END'
[Unit]
Description=What a boot loader and NixOS's first script do
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'default=$(cat /boot/default); ln -sfn "$default" /run/current-system; mkdir -p /run/systemd/system; cp "$default"/units/*.service /run/systemd/system/; systemctl daemon-reload; systemctl start --no-block $(ls "$default/units")'
[Install]
WantedBy=sysinit.target
END
systemctl enable -q stand-in-boot.service
nix --extra-experimental-features 'nix-command flakes' build --out-link /srv/built 'path:/srv/first#nixosConfigurations."${machine}".config.system.build.toplevel'
nix-env -p /nix/var/nix/profiles/system --set "$(readlink -f /srv/built)"
/srv/built/bin/switch-to-configuration switch
/srv/built/bin/switch-to-configuration boot
rm /srv/built
`;

/** A programs of Nix for the deployer: that of a host, to which the flake is sent first. */
export const nixOf = (ssh: string, host: string, program: string): string => `#!/bin/sh
line=${program}
for argument; do
  line="$line '$argument'"
  case $argument in path:*) flake=\${argument#path:} flake=\${flake%%#*} ;; esac
done
if [ -n "\${flake:-}" ]; then
  tar -C "$flake" -cf - . | ${ssh} ${host} "rm -rf '$flake'; mkdir -p '$flake' '$(dirname "$flake")/built'; tar -C '$flake' -xf -"
fi
exec ${ssh} ${host} "$line" </dev/null
`;
