/**
 * The kinds of values of settings, to report values that systemd would ignore. The tables hold the values of systemd 252
 * to 258; a setting that is not listed has no check here, and the machine checks it when it receives the unit.
 */
import { didYouMean } from "@troupe/modules/internal";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Settings that are true or false. */
const booleans = words(`
  AllowIsolate DefaultDependencies IgnoreOnIsolate OnFailureIsolate RefuseManualStart RefuseManualStop StopWhenUnneeded
  NoNewPrivileges PrivateDevices PrivateNetwork PrivateIPC PrivateMounts ProtectClock ProtectKernelLogs ProtectKernelModules
  ProtectKernelTunables MemoryDenyWriteExecute LockPersonality RestrictRealtime RestrictSUIDSGID RemoveIPC DynamicUser
  IgnoreSIGPIPE SendSIGHUP SendSIGKILL SyslogLevelPrefix TTYReset TTYVHangup TTYVTDisallocate MountAPIVFS
  CPUSchedulingResetOnFork CPUAccounting IOAccounting IPAccounting MemoryAccounting TasksAccounting RemainAfterExit GuessMainPID
  NonBlocking RootDirectoryStartOnly Accept Broadcast FlushPending FreeBind KeepAlive NoDelay PassCredentials PassSecurity
  PassPacketInfo RemoveOnStop ReusePort Transparent Writable FixedRandomDelay OnClockChange OnTimezoneChange Persistent
  RemainAfterElapse WakeSystem
`);

/** Settings with a span of time. */
const times = words(`
  JobTimeoutSec JobRunningTimeoutSec StartLimitIntervalSec RestartSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec TimeoutSec
  RuntimeMaxSec RuntimeRandomizedExtraSec WatchdogSec TimeoutCleanSec LogRateLimitIntervalSec AccuracySec RandomizedDelaySec
  OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec KeepAliveTimeSec KeepAliveIntervalSec DeferAcceptSec
  TriggerLimitIntervalSec
`);

/** Settings with an amount of memory. */
const sizes = words(`
  MemoryMax MemoryHigh MemoryLow MemoryMin MemorySwapMax MemoryZSwapMax MemoryLimit DefaultMemoryLow DefaultMemoryMin
`);

const truth = words("1 yes y true t on 0 no n false f off");
const emergency = words(`
  none reboot reboot-force reboot-immediate poweroff poweroff-force poweroff-immediate exit exit-force soft-reboot
  soft-reboot-force kexec kexec-force halt halt-force halt-immediate
`);
const ends = words("terminate abort kill");
const levels = words("emerg alert crit err warning notice info debug 0 1 2 3 4 5 6 7");

/** Settings with one of a few words. */
const choices: { readonly [setting: string]: readonly string[] } = {
  Type: words("simple exec forking oneshot dbus notify notify-reload idle"),
  Restart: words("no always on-success on-failure on-abnormal on-abort on-watchdog"),
  RestartMode: words("normal direct debug"),
  ExitType: words("main cgroup"),
  NotifyAccess: words("none main exec all"),
  OOMPolicy: words("continue stop kill"),
  KillMode: words("control-group mixed process none"),
  KeyringMode: words("inherit private shared"),
  DevicePolicy: words("auto closed strict"),
  UtmpMode: words("init login user"),
  ProcSubset: words("all pid"),
  ProtectProc: words("noaccess invisible ptraceable default"),
  ProtectSystem: [...truth, "full", "strict"],
  ProtectHome: [...truth, "read-only", "tmpfs"],
  ProtectControlGroups: [...truth, "private", "strict"],
  PrivateTmp: [...truth, "disconnected"],
  PrivateUsers: [...truth, ...words("self identity full managed")],
  RuntimeDirectoryPreserve: [...truth, "restart"],
  IOSchedulingClass: words("none realtime best-effort idle 0 1 2 3"),
  TimeoutStartFailureMode: ends,
  TimeoutStopFailureMode: ends,
  SyslogLevel: levels,
  LogLevelMax: levels,
  FailureAction: emergency,
  SuccessAction: emergency,
  JobTimeoutAction: emergency,
  StartLimitAction: emergency,
  CollectMode: words("inactive inactive-or-failed"),
  BindIPv6Only: [...truth, ...words("default both ipv6-only")],
};

/** The requirement that a value of a setting does not meet. */
export interface ValueRequirement {
  /** The form of values: "one of a, b or c". */
  readonly expected: string;
  readonly hint: string | undefined;
}

interface Kind {
  readonly accepts: (value: string) => boolean;
  readonly expected: string;
  /** Values for a suggestion. */
  readonly values?: readonly string[];
}

const oneOf = (values: readonly string[]): Kind => {
  const known = new Set(values);
  const isTruth = truth.every((value) => known.has(value));
  const shown = isTruth ? ["yes", "no", ...values.filter((value) => !truth.includes(value))] : values;
  return {
    // systemd reads words for true and false in upper case as well.
    accepts: (value) => known.has(value) || (isTruth && truth.includes(value.toLowerCase())),
    expected: shown.length === 2 ? shown.join(" or ") : `one of ${shown.join(", ")}`,
    values: shown,
  };
};

const timeUnits = new Set(
  words(`
    usec us µs μs msec ms seconds second sec s minutes minute min m hours hour hr h days day d weeks week w
    months month M years year y
  `),
);
const sizeUnits = new Set("BKMGTPE");

/** True for a row of numbers with units, such as "5min 20s". */
function hasUnits(value: string, units: ReadonlySet<string>): boolean {
  const part = /\s*(?:\d+(?:\.\d*)?|\.\d+)\s*([A-Za-zµμ]*)/y;
  while (part.lastIndex < value.length) {
    const unit = part.exec(value)?.[1];
    if (unit === undefined || (unit !== "" && !units.has(unit))) return false;
  }
  return true;
}

const time: Kind = {
  accepts: (value) => value === "infinity" || hasUnits(value, timeUnits),
  expected: "a span of time, such as 90, 5min or 1h 30min",
};
const size: Kind = {
  accepts: (value) => value === "infinity" || hasUnits(value, sizeUnits),
  expected: "an amount of memory, such as 512M, 2G, 10% or infinity",
};

/** The shape of an event in a calendar: words and numbers that systemd.time(7) knows, in any order. */
const calendarWord =
  /^(?:minutely|hourly|daily|weekly|monthly|quarterly|semi-?annually|bi-?annually|half-?yearly|annually|yearly)$/i;
const weekdays = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\.\.|-|,|$))+$/i;
const dateOrTime = /^@?[\d*][\d*,./:~-]*$/;
const timezone = /^(?:UTC|[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*)$/;
const calendar: Kind = {
  accepts: (value) => {
    const [first = "", ...rest] = value.split(/\s+/);
    if (![calendarWord, weekdays, dateOrTime].some((form) => form.test(first))) return false;
    return rest.every((part, index) => dateOrTime.test(part) || (index === rest.length - 1 && timezone.test(part)));
  },
  expected: 'an event in a calendar, such as daily, "Mon..Fri 03:00" or "*-*-01 04:30"',
};

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...booleans.map((setting) => [setting, oneOf(truth)] as const),
  ...times.map((setting) => [setting, time] as const),
  ...sizes.map((setting) => [setting, size] as const),
  ...Object.entries(choices).map(([setting, values]) => [setting, oneOf(values)] as const),
  ["OnCalendar", calendar] as const,
]);

/**
 * Returns the requirement that a value does not meet; undefined if systemd may accept the value. Values with specifiers
 * depend on the machine.
 *
 * @example
 * ignoredValue("Restart", "allways")?.hint; // => 'Did you mean "always"?'
 * ignoredValue("TimeoutStopSec", "1h 30min"); // => undefined
 */
export function ignoredValue(setting: string, value: string): ValueRequirement | undefined {
  const kind = kinds.get(setting);
  if (kind === undefined || value === "" || value.includes("%") || kind.accepts(value)) return undefined;
  const advice = kind.values === undefined ? undefined : didYouMean(value, kind.values);
  return { expected: kind.expected, hint: advice?.startsWith("Did you mean") === true ? advice : undefined };
}
