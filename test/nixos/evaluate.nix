# What nixpkgs' module system makes of generated machines, as data. Options that nobody defines and that have no default are left out.
{
  lib,
  machines,
  # Machines of which it is only told whether they have a value.
  refused ? [ ],
}:
let
  # Derivations that have a path and nothing else.
  derivation = name: {
    type = "derivation";
    inherit name;
    outPath = "/pkgs/${name}";
  };
  pkgs = lib.genAttrs [ "redis" "coreutils" "curl" ] derivation // {
    writeShellScript = name: text: "/scripts/${name}";
  };
  isOurs = name: lib.hasPrefix "health-check-" name;
  evaluate =
    machine:
    let
      evaluation = lib.evalModules {
        modules = [
          ./options.nix
          machine
          { _module.args = { inherit pkgs; }; }
        ];
      };
      defined = options: config: config;
      inherit (evaluation) config;
      known = lib.mapAttrsRecursiveCond (option: !(option ? _type)) (
        path: option: if option.isDefined then option.value else null
      ) (removeAttrs evaluation.options [ "_module" ]);
      # Definitions of options within submodules may be missing too.
      safe =
        names: set:
        lib.mapAttrs (_: each: removeAttrs each (lib.filter (name: !(builtins.tryEval (builtins.deepSeq each.${name} true)).success) names)) set;
      limits = [
        "startLimitBurst"
        "startLimitIntervalSec"
      ];
    in
    known
    // {
      assertions = lib.filter (each: !(lib.hasPrefix "The health check" each.message)) config.assertions;
      systemd = known.systemd // {
        services = safe limits (lib.filterAttrs (name: _: !isOurs name) config.systemd.services);
        timers = safe limits config.systemd.timers;
        sockets = safe limits config.systemd.sockets;
        targets = safe limits config.systemd.targets;
      };
      users = known.users // {
        users = safe [
          "home"
          "createHome"
          "shell"
        ] config.users.users;
      };
      checks = lib.attrNames (lib.filterAttrs (name: _: isOurs name) config.systemd.services);
    };
in
{
  computed = map evaluate machines;
  isRefused = map (machine: !(builtins.tryEval (builtins.deepSeq (evaluate machine) true)).success) refused;
}
