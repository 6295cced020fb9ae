namespace PenneoDashboard.Events.Export;

/// <summary>In what form events leave.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated, UTF-8 with a byte order mark, times in UTC.</summary>
    Csv,

    /// <summary>One event a line, each as the HTTP API answers it.</summary>
    Ndjson,

    /// <summary>An Excel workbook of one sheet.</summary>
    Xlsx,
}

internal static class ExportFormats
{
    /// <summary>Excel's rows less the one for the names of columns.</summary>
    public const int MostExcelRows = 1_048_575;

    public static string ContentType(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8",
        ExportFormat.Ndjson => "application/x-ndjson",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    /// <summary>The ending of a file, and what the API calls the format.</summary>
    public static string Extension(this ExportFormat format) => format.ToString().ToLowerInvariant();
}
