# The options of the portable vocabulary with the types that NixOS gives them, and what a machine without NixOS needs of it.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  opt = type: default: mkOption { inherit type default; };
  required = type: mkOption { inherit type; };
  unitName = types.strMatching "[a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice)";
  unitOption = lib.mkOptionType {
    name = "systemd option";
    merge =
      loc: defs:
      let
        defs' = lib.filterOverrides defs;
      in
      if lib.any (def: lib.isList def.value) defs' then
        lib.concatMap (def: lib.toList def.value) defs'
      else
        lib.mergeEqualOption loc defs';
  };
  section = opt (types.attrsOf unitOption) { };
  units = opt (types.listOf unitName) [ ];
  unit = {
    enable = opt types.bool true;
    overrideStrategy = opt (types.enum [
      "asDropinIfExists"
      "asDropin"
    ]) "asDropinIfExists";
    description = opt types.singleLineStr "";
    documentation = opt (types.listOf types.str) [ ];
    after = units;
    before = units;
    wants = units;
    requires = units;
    requisite = units;
    bindsTo = units;
    partOf = units;
    upholds = units;
    conflicts = units;
    wantedBy = units;
    requiredBy = units;
    onFailure = units;
    onSuccess = units;
    unitConfig = section;
    startLimitBurst = mkOption { type = types.int; };
    startLimitIntervalSec = mkOption { type = types.int; };
    restartTriggers = opt (types.listOf types.unspecified) [ ];
    reloadTriggers = opt (types.listOf types.unspecified) [ ];
  };
  lines = opt types.lines "";
  service = unit // {
    serviceConfig = section;
    environment = opt (types.attrsOf (types.nullOr (types.oneOf [ types.str types.path types.package ]))) { };
    path = opt (types.listOf (types.oneOf [ types.package types.str ])) [ ];
    script = lines;
    scriptArgs = opt types.str "";
    preStart = lines;
    postStart = lines;
    reload = lines;
    preStop = lines;
    postStop = lines;
    startAt = opt (types.either types.str (types.listOf types.str)) [ ];
    restartIfChanged = opt types.bool true;
    reloadIfChanged = opt types.bool false;
  };
  of = options: opt (types.attrsOf (types.submodule { inherit options; })) { };
  ofNamed = options: opt (types.attrsOf (types.submodule ({ name, ... }: { options = options name; }))) { };
  ports = opt (types.listOf types.port) [ ];
  portRanges = opt (types.listOf (types.attrsOf types.port)) [ ];
  allowed = {
    allowedTCPPorts = ports;
    allowedUDPPorts = ports;
    allowedTCPPortRanges = portRanges;
    allowedUDPPortRanges = portRanges;
  };
in
{
  options = {
    assertions = opt (types.listOf types.unspecified) [ ];
    warnings = opt (types.listOf types.str) [ ];
    boot.kernel.sysctl = opt (types.attrsOf (types.nullOr (types.oneOf [ types.bool types.int types.str ]))) { };
    environment.systemPackages = opt (types.listOf types.package) [ ];
    environment.etc = ofNamed (name: {
      enable = opt types.bool true;
      text = opt (types.nullOr types.lines) null;
      target = opt types.str name;
      mode = opt types.str "symlink";
      user = opt types.str "root";
      group = opt types.str "root";
    });
    networking = {
      hostName = opt (types.strMatching "^$|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$") "";
      domain = opt (types.nullOr types.str) null;
      hosts = opt (types.attrsOf (types.listOf types.str)) { };
      nftables.enable = opt types.bool false;
      firewall = allowed // {
        enable = opt types.bool false;
        allowPing = opt types.bool true;
        trustedInterfaces = opt (types.listOf types.str) [ ];
        interfaces = of allowed;
        extraInputRules = lines;
      };
    };
    systemd = {
      services = of service;
      timers = of (unit // { timerConfig = section; });
      sockets = of (unit // {
        listenStreams = opt (types.listOf types.str) [ ];
        listenDatagrams = opt (types.listOf types.str) [ ];
        socketConfig = section;
      });
      targets = of unit;
      tmpfiles.rules = opt (types.listOf types.str) [ ];
    };
    users.users = ofNamed (name: {
      name = opt (types.passwdEntry types.str) name;
      uid = opt (types.nullOr types.int) null;
      group = opt types.str "";
      extraGroups = opt (types.listOf types.str) [ ];
      isNormalUser = opt types.bool false;
      isSystemUser = opt types.bool false;
      home = required (types.passwdEntry types.path);
      createHome = required types.bool;
      shell = required (types.nullOr (types.either types.shellPackage (types.passwdEntry types.path)));
      description = opt (types.passwdEntry types.str) "";
      openssh.authorizedKeys.keys = opt (types.listOf types.singleLineStr) [ ];
    });
    users.groups = ofNamed (name: {
      name = opt (types.passwdEntry types.str) name;
      gid = opt (types.nullOr types.int) null;
      members = opt (types.listOf (types.passwdEntry types.str)) [ ];
    });
  };
}
