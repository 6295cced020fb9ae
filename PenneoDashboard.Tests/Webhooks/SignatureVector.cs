using System.Text.Json;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>One case of <c>Vectors/x-event-signature.json</c>.</summary>
/// <param name="Now">Our clock, seconds since 1970 UTC.</param>
/// <param name="Reason">Begins with the kind of refusal; for an accepted one it is only a remark.</param>
public sealed record SignatureVector(
    string Name, string Secret, Dictionary<string, string> Headers, string Body, string Signature, long Now, int ToleranceSeconds, bool Accepted, string Reason)
{
    public static readonly IReadOnlyList<SignatureVector> All = JsonSerializer.Deserialize<SignatureVector[]>(
        File.ReadAllText(Path.Combine(Folders.Root, "PenneoDashboard.Tests", "Webhooks", "Vectors", "x-event-signature.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Names => [.. All.Select(x => x.Name)];

    public SignatureVerdict Verdict => Accepted ? SignatureVerdict.Verified : Reason.Split(':')[0] switch
    {
        "code_mismatch" => SignatureVerdict.CodeMismatch,
        "header_not_delivered" => SignatureVerdict.HeaderNotDelivered,
        "outside_tolerance" => SignatureVerdict.OutsideTolerance,
        "code_not_hexadecimal" => SignatureVerdict.Malformed,

        // A header without a value is as good as none.
        "malformed" when Signature.Length == 0 => SignatureVerdict.HeaderMissing,
        _ => throw new InvalidOperationException($"{Reason} is a new reason."),
    };

    public static SignatureVector Of(string name) => All.Single(x => x.Name == name);
}
