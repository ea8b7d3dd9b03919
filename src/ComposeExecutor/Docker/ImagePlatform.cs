namespace ComposeExecutor.Docker;

/// <summary>What an image runs on, in the names that registries use (OCI image specification, "platform").</summary>
/// <param name="System">The operating system, such as <c>linux</c>; empty when it is not said.</param>
/// <param name="Architecture">The architecture, such as <c>amd64</c>; empty when it is not said.</param>
/// <param name="Variant">The architecture's variant, such as <c>v7</c>; empty for its usual one.</param>
public sealed record ImagePlatform(string System, string Architecture, string Variant)
{
    /// <summary>A platform with other names of the same architecture replaced by the usual one.</summary>
    public static ImagePlatform Of(string system, string architecture, string variant)
    {
        (architecture, variant) = (architecture.ToUpperInvariant(), variant.ToUpperInvariant()) switch
        {
            ("X86_64" or "X86-64" or "AMD64", "V1" or "") => ("amd64", ""),
            ("AARCH64" or "ARM64", "V8" or "8" or "") => ("arm64", ""),
            ("ARMHF", _) => ("arm", "v7"),
            ("ARMEL", _) => ("arm", "v6"),
            ("ARM", "") => ("arm", "v7"),
            ("I386" or "I686" or "386", _) => ("386", ""),
            var (other, kind) => (other.ToLowerInvariant(), kind.ToLowerInvariant()),
        };
        return new ImagePlatform(system.ToLowerInvariant(), architecture, variant);
    }

    /// <summary>Reads a service's <c>platform</c>: <c>os[/arch[/variant]]</c>, or the architecture alone.</summary>
    /// <param name="text">The text.</param>
    public static ImagePlatform Parse(string text) => text.Split('/', 3) switch
    {
        [var system, var architecture, var variant] => Of(system, architecture, variant),
        [var system, var architecture] => Of(system, architecture, ""),
        _ when text.ToUpperInvariant() is "LINUX" or "WINDOWS" => Of(text, "", ""),
        _ => Of("", text, ""),
    };

    /// <summary>Whether an image for this platform is what somebody asked for who named another; what is not said counts as any.</summary>
    /// <param name="wanted">The platform that was asked for.</param>
    public bool Fits(ImagePlatform wanted) =>
        (wanted.System.Length == 0 || wanted.System == System)
        && (wanted.Architecture.Length == 0 || (wanted.Architecture == Architecture && wanted.Variant == Variant));

    /// <summary>As in a compose file.</summary>
    public override string ToString() => string.Join('/', new[] { System, Architecture, Variant }.Where(part => part.Length > 0));
}
