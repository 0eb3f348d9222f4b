/** The settings of systemd 252 to 258 by section, to report misspelt names. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** In [Unit] of every unit. */
const unit = words(`
  After AllowIsolate AssertACPower AssertArchitecture AssertCPUFeature AssertCPUPressure AssertCPUs AssertCapability
  AssertControlGroupController AssertCredential AssertDirectoryNotEmpty AssertEnvironment AssertFileIsExecutable AssertFileNotEmpty
  AssertFirstBoot AssertFraction AssertGroup AssertHost AssertIOPressure AssertKernelCommandLine AssertKernelModuleLoaded
  AssertKernelVersion AssertMemory AssertMemoryPressure AssertNeedsUpdate AssertOSRelease AssertPathExists AssertPathExistsGlob
  AssertPathIsDirectory AssertPathIsEncrypted AssertPathIsMountPoint AssertPathIsReadWrite AssertPathIsSocket AssertPathIsSymbolicLink
  AssertSecurity AssertUser AssertVersion AssertVirtualization Before BindTo BindsTo CollectMode ConditionACPower ConditionArchitecture
  ConditionCPUFeature ConditionCPUPressure ConditionCPUs ConditionCapability ConditionControlGroupController ConditionCredential
  ConditionDirectoryNotEmpty ConditionEnvironment ConditionFileIsExecutable ConditionFileNotEmpty ConditionFirmware ConditionFirstBoot
  ConditionFraction ConditionGroup ConditionHost ConditionIOPressure ConditionKernelCommandLine ConditionKernelModuleLoaded
  ConditionKernelVersion ConditionMemory ConditionMemoryPressure ConditionNeedsUpdate ConditionOSRelease ConditionPathExists
  ConditionPathExistsGlob ConditionPathIsDirectory ConditionPathIsEncrypted ConditionPathIsMountPoint ConditionPathIsReadWrite
  ConditionPathIsSocket ConditionPathIsSymbolicLink ConditionSecurity ConditionUser ConditionVersion ConditionVirtualization Conflicts
  DefaultDependencies Description Documentation FailureAction FailureActionExitStatus IgnoreOnIsolate JobRunningTimeoutSec
  JobTimeoutAction JobTimeoutRebootArgument JobTimeoutSec JoinsNamespaceOf OnFailure OnFailureIsolate OnFailureJobMode OnSuccess
  OnSuccessJobMode PartOf PropagateReloadFrom PropagateReloadTo PropagatesReloadTo PropagatesStopTo RebootArgument RefuseManualStart
  RefuseManualStop ReloadPropagatedFrom Requires RequiresMountsFor RequiresOverridable Requisite RequisiteOverridable SourcePath
  StartLimitAction StartLimitBurst StartLimitInterval StartLimitIntervalSec StopPropagatedFrom StopWhenUnneeded SuccessAction
  SuccessActionExitStatus SurviveFinalKillSignal Upholds Wants WantsMountsFor
`);

/** Of every unit that runs processes: execution, resources, killing. */
const process = words(`
  AllowedCPUs AllowedMemoryNodes AmbientCapabilities AppArmorProfile BPFDelegateAttachments BPFDelegateCommands BPFDelegateMaps
  BPFDelegatePrograms BPFProgram BindLogSockets BindPaths BindReadOnlyPaths BlockIOAccounting BlockIODeviceWeight BlockIOReadBandwidth
  BlockIOWeight BlockIOWriteBandwidth CPUAccounting CPUAffinity CPUPressureThresholdSec CPUPressureWatch CPUQuota CPUQuotaPeriodSec
  CPUSchedulingPolicy CPUSchedulingPriority CPUSchedulingResetOnFork CPUShares CPUWeight CacheDirectory CacheDirectoryAccounting
  CacheDirectoryMode CacheDirectoryQuota CapabilityBoundingSet ConfigurationDirectory ConfigurationDirectoryMode CoredumpFilter
  CoredumpReceive DefaultMemoryLow DefaultMemoryMin DefaultStartupMemoryLow Delegate DelegateNamespaces DelegateSubgroup DeviceAllow
  DevicePolicy DisableControllers DynamicUser Environment EnvironmentFile ExecPaths ExecSearchPath ExecStartPost ExecStartPre
  ExecStopPost ExtensionDirectories ExtensionImagePolicy ExtensionImages FinalKillSignal Group IOAccounting IODeviceLatencyTargetSec
  IODeviceWeight IOPressureThresholdSec IOPressureWatch IOReadBandwidthMax IOReadIOPSMax IOSchedulingClass IOSchedulingPriority IOWeight
  IOWriteBandwidthMax IOWriteIOPSMax IPAccounting IPAddressAllow IPAddressDeny IPCNamespacePath IPEgressFilterPath IPIngressFilterPath
  IgnoreSIGPIPE ImportCredential InaccessibleDirectories InaccessiblePaths KeyringMode KillMode KillSignal LimitAS LimitCORE LimitCPU
  LimitDATA LimitFSIZE LimitLOCKS LimitMEMLOCK LimitMSGQUEUE LimitNICE LimitNOFILE LimitNPROC LimitRSS LimitRTPRIO LimitRTTIME
  LimitSIGPENDING LimitSTACK LoadCredential LoadCredentialEncrypted LockPersonality LogExtraFields LogFilterPatterns LogLevelMax
  LogNamespace LogRateLimitBurst LogRateLimitIntervalSec LogsDirectory LogsDirectoryAccounting LogsDirectoryMode LogsDirectoryQuota
  ManagedOOMMemoryPressure ManagedOOMMemoryPressureDurationSec ManagedOOMMemoryPressureLimit ManagedOOMPreference ManagedOOMSwap
  MemoryAccounting MemoryDenyWriteExecute MemoryHigh MemoryKSM MemoryLimit MemoryLow MemoryMax MemoryMin MemoryPressureThresholdSec
  MemoryPressureWatch MemorySwapMax MemoryZSwapMax MemoryZSwapWriteback MountAPIVFS MountFlags MountImagePolicy MountImages NFTSet
  NUMAMask NUMAPolicy NetworkNamespacePath Nice NoExecPaths NoNewPrivileges OOMScoreAdjust PAMName PassEnvironment Personality
  PrivateBPF PrivateDevices PrivateIPC PrivateMounts PrivateNetwork PrivatePIDs PrivateTmp PrivateUsers ProcSubset ProtectClock
  ProtectControlGroups ProtectHome ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc
  ProtectSystem ReadOnlyDirectories ReadOnlyPaths ReadWriteDirectories ReadWritePaths RemoveIPC RestartKillSignal
  RestrictAddressFamilies RestrictFileSystems RestrictNamespaces RestrictNetworkInterfaces RestrictRealtime RestrictSUIDSGID
  RootDirectory RootEphemeral RootHash RootHashSignature RootImage RootImageOptions RootImagePolicy RootVerity RuntimeDirectory
  RuntimeDirectoryMode RuntimeDirectoryPreserve SELinuxContext SecureBits SendSIGHUP SendSIGKILL SetCredential SetCredentialEncrypted
  SetLoginEnvironment Slice SmackProcessLabel SocketBindAllow SocketBindDeny StandardError StandardInput StandardInputData
  StandardInputText StandardOutput StartupAllowedCPUs StartupAllowedMemoryNodes StartupBlockIOWeight StartupCPUShares StartupCPUWeight
  StartupIOWeight StartupMemoryHigh StartupMemoryLow StartupMemoryMax StartupMemorySwapMax StartupMemoryZSwapMax StateDirectory
  StateDirectoryAccounting StateDirectoryMode StateDirectoryQuota SupplementaryGroups SyslogFacility SyslogIdentifier SyslogLevel
  SyslogLevelPrefix SystemCallArchitectures SystemCallErrorNumber SystemCallFilter SystemCallLog TTYColumns TTYPath TTYReset TTYRows
  TTYVHangup TTYVTDisallocate TasksAccounting TasksMax TemporaryFileSystem TimeoutCleanSec TimeoutSec TimerSlackNSec UMask
  UnsetEnvironment User UserNamespacePath UtmpIdentifier UtmpMode WatchdogSignal WorkingDirectory
`);

/** In [Service] only. */
const service = words(`
  BusName ExecCondition ExecReload ExecReloadPost ExecStart ExecStop ExitType FailureAction FileDescriptorStoreMax
  FileDescriptorStorePreserve GuessMainPID NonBlocking NotifyAccess OOMPolicy OpenFile PIDFile PermissionsStartOnly RebootArgument
  RefreshOnReload ReloadSignal RemainAfterExit Restart RestartForceExitStatus RestartMaxDelaySec RestartMode RestartPreventExitStatus
  RestartSec RestartSteps RootDirectoryStartOnly RuntimeMaxSec RuntimeRandomizedExtraSec Sockets StartLimitAction StartLimitBurst
  StartLimitInterval SuccessExitStatus TimeoutAbortSec TimeoutStartFailureMode TimeoutStartSec TimeoutStopFailureMode TimeoutStopSec
  Type USBFunctionDescriptors USBFunctionStrings WatchdogSec
`);

/** In [Socket] only. */
const socket = words(`
  Accept AcceptFileDescriptors Backlog BindIPv6Only BindToDevice Broadcast DeferAcceptSec DeferTrigger DeferTriggerMaxSec DirectoryMode
  ExecStopPre FileDescriptorName FlushPending FreeBind IPTOS IPTTL KeepAlive KeepAliveIntervalSec KeepAliveProbes KeepAliveTimeSec
  ListenDatagram ListenFIFO ListenMessageQueue ListenNetlink ListenSequentialPacket ListenSpecial ListenStream ListenUSBFunction Mark
  MaxConnections MaxConnectionsPerSource MessageQueueMaxMessages MessageQueueMessageSize NoDelay PassCredentials
  PassFileDescriptorsToExec PassPIDFD PassPacketInfo PassSecurity PipeSize PollLimitBurst PollLimitIntervalSec Priority ReceiveBuffer
  RemoveOnStop ReusePort SELinuxContextFromNet SendBuffer Service SmackLabel SmackLabelIPIn SmackLabelIPOut SocketGroup SocketMode
  SocketProtocol SocketUser Symlinks TCPCongestion Timestamping Transparent TriggerLimitBurst TriggerLimitIntervalSec Writable
  XAttrAccept XAttrEntryPoint XAttrListen
`);

/** In [Timer]. */
const timer = words(`
  AccuracySec DeferReactivation FixedRandomDelay OnActiveSec OnBootSec OnCalendar OnClockChange OnStartupSec OnTimezoneChange
  OnUnitActiveSec OnUnitInactiveSec Persistent RandomizedDelaySec RandomizedOffsetSec RemainAfterElapse Unit WakeSystem
`);

/** The settings of each section. */
export const knownSettings: { readonly [section: string]: ReadonlySet<string> } = {
  Unit: new Set(unit),
  Service: new Set([...process, ...service]),
  Socket: new Set([...process, ...socket]),
  Timer: new Set(timer),
};
