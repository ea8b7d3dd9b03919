using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace ComposeExecutor.IntegrationTests.Files;

/// <summary>Archives as a task would fetch them.</summary>
internal static class Packed
{
    public static void Zip(string path, params (string Name, string Text)[] files)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in files)
        {
            using var content = zip.CreateEntry(name).Open();
            content.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    public static void TarGz(string path, params (string Name, string Text)[] files)
    {
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var (name, text) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
    }
}
