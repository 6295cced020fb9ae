using System.Globalization;

namespace PenneoDashboard.History;

internal static class ByteSize
{
    /// <summary>"812 bytes", "1.5 KB", "1.0 MB".</summary>
    public static string Text(int bytes) => bytes switch
    {
        1 => "1 byte",
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MB"),
    };
}
