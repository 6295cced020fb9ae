using System.Text.Json;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Pages and lists, read over whatever was stored.</summary>
/// <param name="Failed">Those that answered with another status than 200, in words.</param>
internal sealed record FuzzReads(int Count, IReadOnlyList<string> Failed)
{
    private const int MostPages = 100;
    private const int Details = 50;

    public bool IsGood => Failed.Count == 0;

    public static async Task<FuzzReads> OfAsync(Product product, CancellationToken cancellationToken)
    {
        var (count, failed, sequences) = (0, new List<string>(), new List<long>());
        foreach (var path in new[] { "/", "/timeline", "/history", "/api/v1/casefiles", "/api/v1/events?recognized=false&limit=1000", "/health/ready" })
            await ReadAsync(path);

        long? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            if (await ReadAsync($"/api/v1/events?limit=1000{(before is null ? "" : $"&before={before}")}") is not { } body)
                break;
            var list = JsonDocument.Parse(body).RootElement;
            sequences.AddRange(list.GetProperty("items").EnumerateArray().Take(Details).Select(x => x.GetProperty("sequence").GetInt64()));
            if (list.GetProperty("next") is not { ValueKind: JsonValueKind.Number } next)
                break;
            before = next.GetInt64();
        }

        foreach (var sequence in sequences.Where((_, i) => i % MostPages == 0))
        {
            await ReadAsync($"/api/v1/events/{sequence}");
            await ReadAsync($"/api/v1/events/{sequence}/deliveries");
            await ReadAsync($"/events/{sequence}");
        }

        return new FuzzReads(count, failed);

        async Task<string?> ReadAsync(string path)
        {
            count++;
            var (status, body) = await product.GetAsync(path, cancellationToken);
            if (status == 200)
                return body;
            failed.Add($"{path}: {status} {body[..Math.Min(200, body.Length)]}");
            return null;
        }
    }
}
