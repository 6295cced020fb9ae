using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>Configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// Folder of the database and everything else that must survive a restart. A relative one lies beside the
    /// solution when run from a source checkout, else beside the program.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// A PKCS #12 file with a certificate and its RSA key, which encrypts the key files of the data folder. Keep it elsewhere.
    /// </summary>
    public string? KeyCertificate { get; set; }

    public string? KeyCertificatePassword { get; set; }

    /// <summary>The absolute folder.</summary>
    public string FullPath => Path.GetFullPath(DataDirectory, HomeOf(AppContext.BaseDirectory));

    /// <summary>The SQLite file.</summary>
    public string DatabaseFile => Path.Combine(FullPath, "penneo-dashboard.db");

    // A build output lies below its project folder, and there `dotnet clean` or a change from Debug to Release must
    // not take the data away.
    internal static string HomeOf(string program)
    {
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PenneoDashboard.csproj")))
                return folder.Parent!.FullName;
        }

        return program;
    }
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            return ValidateOptionsResult.Fail("Storage:DataDirectory is empty; name a folder, for example /var/lib/penneo-dashboard.");
        if (options.KeyCertificate is { Length: > 0 } path && KeyCertificate.TryLoad(path, options.KeyCertificatePassword).Problem is { } problem)
            return ValidateOptionsResult.Fail($"Storage:KeyCertificate '{path}' can't be used: {problem}");
        try
        {
            Directory.CreateDirectory(options.FullPath);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ValidateOptionsResult.Fail($"Storage:DataDirectory '{options.DataDirectory}' can't be used: {e.Message}");
        }
    }
}
