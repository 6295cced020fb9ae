using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Security.Tokens;

/// <summary>A token that lets a program in. The token itself is shown once and not kept, only its hash.</summary>
public sealed class ApiToken
{
    public const int NameLength = 100;

    public long Id { get; set; }

    /// <summary>What it is for.</summary>
    public required string Name { get; set; }

    public Role Role { get; set; }

    /// <summary>SHA-256 of the token. It needs no salt: the token is 256 random bits.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Its first characters, to tell it from others.</summary>
    public required string Start { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null for one that does not run out.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>At most a minute old.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public string? LastUsedFrom { get; set; }

    /// <summary>When it was taken back; it stays listed.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

internal sealed class ApiTokensSchema : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.ToTable("ApiTokens");
        token.Property(x => x.Name).HasMaxLength(ApiToken.NameLength);
        token.HasIndex(x => x.Hash).IsUnique();
    }
}
