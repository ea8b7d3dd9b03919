namespace ComposeExecutor.Docker;

/// <summary>What there is to know of an engine before a pod is planned.</summary>
/// <param name="Version">Its version.</param>
/// <param name="CgroupDriver"><c>cgroupfs</c> or <c>systemd</c>.</param>
/// <param name="CgroupVersion"><c>1</c> or <c>2</c>.</param>
public sealed record EngineInfo(string Version, string CgroupDriver, string CgroupVersion);
