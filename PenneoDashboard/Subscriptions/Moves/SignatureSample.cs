namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>
/// Code that verifies a signature, for the systems that other endpoints belong to. Each is a whole file of the
/// repository, which the tests run against the signature cases.
/// </summary>
public sealed record SignatureSample(string Key, string Language)
{
    private readonly Lazy<string> _code = new(() => Read(Key));

    public static IReadOnlyList<SignatureSample> All { get; } =
    [
        new("cs", "C#"),
        new("js", "Node.js"),
        new("php", "PHP"),
        new("py", "Python"),
        new("java", "Java"),
    ];

    public string Code => _code.Value;

    private static string Read(string key)
    {
        using var stream = typeof(SignatureSample).Assembly.GetManifestResourceStream($"Samples.verify.{key}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
