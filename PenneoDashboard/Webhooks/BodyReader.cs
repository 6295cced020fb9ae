using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace PenneoDashboard.Webhooks;

/// <summary>Reads a request's body up to a limit.</summary>
internal static class BodyReader
{
    // A sender that is still sending does not hear an early answer, so a body that is too large is read on and
    // thrown away, up to this much.
    private const int LongestDiscard = 32 * 1024 * 1024;

    /// <summary>The body's bytes, or null when it has more than <paramref name="limit"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = (long)limit + LongestDiscard;

        var body = new ArrayBufferWriter<byte>(Math.Clamp((int)Math.Min(request.ContentLength ?? 1024, limit), 256, limit));
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                if (body.WrittenCount + part.Length > limit)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    await DiscardAsync(request, cancellationToken);
                    return null;
                }

                body.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return body.WrittenSpan.ToArray();
        }
    }

    private static async Task DiscardAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}
