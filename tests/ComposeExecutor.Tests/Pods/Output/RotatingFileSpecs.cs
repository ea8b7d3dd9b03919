using System.Text;
using ComposeExecutor.Pods.Output;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Output;

public sealed class RotatingFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotating-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_on_the_disk_at_once()
    {
        using var file = new RotatingFile(Path.Combine(_folder, "log"), 100, 1);

        file.Write("hello"u8);

        Files().ShouldBe(["log=hello"]);
    }

    [Fact]
    public void What_the_file_held_before_is_kept()
    {
        File.WriteAllText(Path.Combine(_folder, "log"), "before ");

        Write(100, 1, "after");

        Files().ShouldBe(["log=before after"]);
    }

    [Fact]
    public void A_file_is_full_exactly_at_its_size()
    {
        Write(4, 1, "ab", "cd");

        Files().ShouldBe(["log=abcd"]);
    }

    [Fact]
    public void A_full_file_moves_on_and_the_older_the_higher_its_number()
    {
        Write(2, 3, "aa", "bb", "cc");

        Files().ShouldBe(["log=cc", "log.1=bb", "log.2=aa"]);
    }

    [Fact]
    public void The_oldest_file_goes_when_there_are_as_many_as_are_kept()
    {
        Write(2, 2, "aa", "bb", "cc", "dd");

        Files().ShouldBe(["log=dd", "log.1=cc", "log.2=bb"]);
    }

    [Fact]
    public void Without_old_files_a_full_file_begins_anew()
    {
        Write(2, 0, "aa", "bb");

        Files().ShouldBe(["log=bb"]);
    }

    [Fact]
    public void What_does_not_fit_any_more_goes_whole_to_the_next_file()
    {
        Write(4, 1, "abc", "def");

        Files().ShouldBe(["log=def", "log.1=abc"]);
    }

    [Fact]
    public void What_is_more_than_a_file_holds_is_divided()
    {
        Write(4, 2, "x", "abcdefghij");

        Files().ShouldBe(["log=ij", "log.1=efgh", "log.2=abcd"]);
    }

    [Fact]
    public void A_file_that_was_already_too_large_moves_on_at_the_first_write()
    {
        File.WriteAllText(Path.Combine(_folder, "log"), "too large");

        Write(4, 1, "a");

        Files().ShouldBe(["log=a", "log.1=too large"]);
    }

    [Fact]
    public void No_file_ever_exceeds_its_size_and_the_newest_bytes_are_kept() =>
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 3], Gen.Char['a', 'z'].Select(character => (byte)character).Array[0, 25].Array[0, 10]).Sample((size, old, writes) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString())).FullName;
            using (var file = new RotatingFile(Path.Combine(folder, "log"), size, old))
            {
                foreach (var bytes in writes)
                    file.Write(bytes);
            }

            var files = Enumerable.Range(0, old + 2).Select(number => Path.Combine(folder, number == 0 ? "log" : $"log.{number}"))
                .Where(File.Exists).Select(File.ReadAllText).ToList();
            var written = Encoding.ASCII.GetString([.. writes.SelectMany(bytes => bytes)]);
            var kept = string.Concat(Enumerable.Reverse(files));
            return files.Count <= old + 1 && files.All(text => text.Length <= size) && written.EndsWith(kept, StringComparison.Ordinal)
                && (written.Length == 0 || kept.Length > 0);
        }, iter: 200);

    [Fact]
    public void Several_writers_do_not_mix()
    {
        using (var file = new RotatingFile(Path.Combine(_folder, "log"), 10_000, 1))
        {
            Parallel.For(0, 4, writer =>
            {
                for (var i = 0; i < 50; i++)
                    file.Write(Encoding.ASCII.GetBytes(new string((char)('a' + writer), 9) + "\n"));
            });
        }

        File.ReadAllLines(Path.Combine(_folder, "log")).ShouldAllBe(line => line.Length == 9 && line.Distinct().Count() == 1);
    }

    private void Write(long size, int oldFiles, params string[] texts)
    {
        using var file = new RotatingFile(Path.Combine(_folder, "log"), size, oldFiles);
        foreach (var text in texts)
            file.Write(Encoding.ASCII.GetBytes(text));
    }

    private string[] Files() =>
        [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)}={File.ReadAllText(path)}")];
}
