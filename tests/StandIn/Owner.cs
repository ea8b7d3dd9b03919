using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StandIn;

/// <summary>Whose a file is, which .NET does not tell.</summary>
internal static partial class Owner
{
    private const int CurrentDirectory = -100;
    private const uint OwnerOnly = 0x18;

    /// <summary>The user's and group's numbers, as <c>1000:1000</c>.</summary>
    /// <param name="path">A file or folder.</param>
    public static string Of(string path)
    {
        // struct statx (statx(2)) is the same on every architecture: the owner stands at byte 20, the group at byte 24.
        var attributes = new byte[256];
        return statx(CurrentDirectory, path, 0, OwnerOnly, attributes) == 0
            ? $"{BinaryPrimitives.ReadUInt32LittleEndian(attributes.AsSpan(20))}:{BinaryPrimitives.ReadUInt32LittleEndian(attributes.AsSpan(24))}"
            : "?";
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, [Out] byte[] attributes);
}
