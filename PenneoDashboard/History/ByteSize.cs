namespace PenneoDashboard.History;

internal static class ByteSize
{
    /// <summary>"812 bytes", "1.5 KB", "1.0 MB".</summary>
    public static string Text(int bytes) => bytes switch
    {
        1 => Say("1 byte"),
        < 1024 => Say($"{bytes} bytes"),
        < 1024 * 1024 => Say($"{bytes / 1024.0:0.0} KB"),
        _ => Say($"{bytes / 1024.0 / 1024.0:0.0} MB"),
    };
}
