using System.Security.Cryptography;
using System.Text;

namespace PenneoDashboard.Simulator;

/// <summary>A casefile as Penneo's API shows it. Times are Unix seconds.</summary>
public sealed record PenneoCasefile(
    int Id,
    string Title,
    int Status,
    int UserId,
    int CustomerId,
    long Created,
    long? Activated,
    long Updated,
    long? ExpireAt,
    string Language,
    IReadOnlyList<PenneoCasefile.Signer> Signers,
    IReadOnlyList<PenneoCasefile.Document> Documents)
{
    public static PenneoCasefile From(SimulatedCasefile x) => new(
        x.Id, x.Title, x.Status, PenneoSubscription.User, PenneoSubscription.Customer, x.Created, x.Activated, x.Updated, null, "en",
        [.. x.Signers.Select(signer => new Signer(signer.Id, signer.Name, new SigningRequest(
            signer.Id + 500_000, signer.RequestStatus, $"{signer.Name.ToLowerInvariant().Replace(' ', '.')}@example.com", 4, "email")))],
        [new Document(x.Id + 200_000, DocumentId(x.Id), x.Title, x.Status, true, [.. x.Lines.Select(line => new SignatureLine(
            line.SignerId, "signer", x.Ordered ? line.Round : 0, line.ActivatedAt))])]);

    /// <summary>Five groups of five, as Penneo prints it on the paper: always the same for the same casefile.</summary>
    private static string DocumentId(int casefileId)
    {
        var letters = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"casefile {casefileId}"))));
        return string.Join('-', letters[..25].Chunk(5).Select(x => new string(x)));
    }

    public sealed record Signer(int Id, string Name, SigningRequest SigningRequest);

    /// <param name="ReminderInterval">Days.</param>
    public sealed record SigningRequest(int Id, int Status, string Email, int ReminderInterval, string CommunicationChannel);

    public sealed record Document(int Id, string DocumentId, string Title, int Status, bool Signable, IReadOnlyList<SignatureLine> SignatureLines);

    /// <param name="SignOrder">0 where no order is enforced.</param>
    public sealed record SignatureLine(int SignerId, string Role, int SignOrder, long? ActivatedAt);
}
